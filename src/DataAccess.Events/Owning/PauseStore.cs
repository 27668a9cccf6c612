namespace DataAccess.Events.Owning;

/// <summary>Which subscriptions a person has paused.</summary>
internal sealed class PauseStore(DatabaseSession session)
{
    public async ValueTask<IReadOnlySet<int>> PausedAsync(IReadOnlyList<int> subscriptions, CancellationToken cancellationToken)
        => (await session.QueryAsync<int>($"select id from dataaccess_subscription where paused = {true} and id in {subscriptions}", cancellationToken).ConfigureAwait(false)).ToHashSet();
}
