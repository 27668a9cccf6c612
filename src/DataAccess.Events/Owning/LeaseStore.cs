using DataAccess.Events.Storage;

namespace DataAccess.Events.Owning;

/// <summary>The leases in the database, by whose clock they run.</summary>
/// <param name="session">The database.</param>
/// <param name="me">This program.</param>
internal sealed class LeaseStore(DatabaseSession session, Guid me)
{
    private readonly EventSql _sql = EventSql.Of(session);

    /// <summary>Tells that this program is there, and extends what it has.</summary>
    public async ValueTask RenewAsync(IReadOnlyList<int> subscriptions, TimeSpan lease, CancellationToken cancellationToken)
    {
        var now = SqlStatement.Raw(_sql.Now);
        await session.ExecuteAsync(
            $"update dataaccess_owner set lease_until = {_sql.After(lease)} where owner = {me} and subscription in {subscriptions}", cancellationToken).ConfigureAwait(false);
        var known = await session.ExecuteAsync(
            $"update dataaccess_member set lease_until = {_sql.After(lease)} where member = {me} and subscription in {subscriptions}", cancellationToken).ConfigureAwait(false);
        if (known < subscriptions.Count)
        {
            await JoinAsync(subscriptions, lease, cancellationToken).ConfigureAwait(false);
            await session.ExecuteAsync($"delete from dataaccess_member where lease_until <= {now}", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>All parts of subscriptions.</summary>
    public ValueTask<IReadOnlyList<PartState>> PartsAsync(IReadOnlyList<int> subscriptions, CancellationToken cancellationToken)
        => session.QueryAsync<PartState>(
            $"select subscription, part, owner, case when owner is not null and lease_until > {SqlStatement.Raw(_sql.Now)} then true else false end as is_live from dataaccess_owner where subscription in {subscriptions} order by subscription, part",
            cancellationToken);

    /// <summary>How many programs handle each subscription.</summary>
    public async ValueTask<IReadOnlyDictionary<int, int>> MembersAsync(IReadOnlyList<int> subscriptions, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<(int Subscription, long Members)>(
            $"select subscription, count(*) from dataaccess_member where subscription in {subscriptions} and lease_until > {SqlStatement.Raw(_sql.Now)} group by subscription",
            cancellationToken).ConfigureAwait(false);
        return rows.ToDictionary(static r => r.Subscription, static r => (int)r.Members);
    }

    /// <summary>Takes parts that nobody has.</summary>
    public async ValueTask TakeAsync(int subscription, IReadOnlyList<int> parts, TimeSpan lease, CancellationToken cancellationToken)
        => await session.ExecuteAsync(
            $"update dataaccess_owner set owner = {me}, lease_until = {_sql.After(lease)} where subscription = {subscription} and part in {parts} and (owner is null or lease_until <= {SqlStatement.Raw(_sql.Now)})",
            cancellationToken).ConfigureAwait(false);

    /// <summary>Gives parts up, for the next one to take at once.</summary>
    public async ValueTask GiveUpAsync(int subscription, IReadOnlyList<int> parts, CancellationToken cancellationToken)
        => await session.ExecuteAsync(
            $"update dataaccess_owner set owner = {(Guid?)null}, lease_until = {SqlStatement.Raw(_sql.Now)} where subscription = {subscription} and part in {parts} and owner = {me}",
            cancellationToken).ConfigureAwait(false);

    /// <summary>This program does not handle the subscriptions any more.</summary>
    public async ValueTask LeaveAsync(IReadOnlyList<int> subscriptions, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"delete from dataaccess_member where member = {me} and subscription in {subscriptions}", cancellationToken).ConfigureAwait(false);
        await session.ExecuteAsync(
            $"update dataaccess_owner set owner = {(Guid?)null}, lease_until = {SqlStatement.Raw(_sql.Now)} where owner = {me} and subscription in {subscriptions}", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask JoinAsync(IReadOnlyList<int> subscriptions, TimeSpan lease, CancellationToken cancellationToken)
    {
        var joined = await session.QueryAsync<int>($"select subscription from dataaccess_member where member = {me}", cancellationToken).ConfigureAwait(false);
        foreach (var subscription in subscriptions.Except(joined))
        {
            await session.ExecuteAsync(
                $"insert into dataaccess_member (subscription, member, lease_until) values ({subscription}, {me}, {_sql.After(lease)})", cancellationToken).ConfigureAwait(false);
        }
    }
}
