using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Inserts, updates and deletes that give the row back as the database has it.</summary>
public abstract class ReturningSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The definition of the table's key column.</summary>
    protected abstract string KeyColumn { get; }

    /// <summary>Statements that make triggers which write 'triggered' into <c>stamp</c> of a row that is inserted or updated.</summary>
    protected abstract IReadOnlyList<string> Triggers { get; }

    private Parcels Stored => new(Db);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table parcels (id {KeyColumn}, label varchar(20) not null, state varchar(20) default 'new', weight int not null default 7, stamp varchar(20), version int not null)");
        foreach (var trigger in Triggers)
        {
            await RunAsync(trigger);
        }
    }

    [Fact]
    public async Task An_insert_gives_the_key_the_defaults_and_what_triggers_wrote()
    {
        var first = await Stored.InsertReturningAsync(new Parcel(0, "a", "sent", 1, null, 3), Token);
        var second = await Stored.InsertReturningAsync(new Parcel(0, "b", "sent", 1, null, 4), static p => new { p.Label, p.Version }, Token);

        Assert.Equal(new Parcel(1, "a", "sent", 1, "triggered", 3), first);
        Assert.Equal(new Parcel(2, "b", "new", 7, "triggered", 4), second);
        Assert.Equal([first, second], await Stored.QueryAsync($"order by id", Token));
    }

    [Fact]
    public async Task An_update_gives_the_new_version_and_honours_the_old_one()
    {
        var stored = await Stored.InsertReturningAsync(new Parcel(0, "a", "x", 1, null, 1), Token);
        await RunAsync("update parcels set stamp = null where stamp = 'never'");

        var all = await Stored.UpdateReturningAsync(stored with { Label = "b", Stamp = null }, Token);
        Assert.Equal(new Parcel(1, "b", "x", 1, "triggered", 2), all);
        var some = await Stored.UpdateReturningAsync(all! with { Label = "c", Weight = 9 }, static p => p.Label, Token);
        Assert.Equal(new Parcel(1, "c", "x", 1, "triggered", 3), some);

        await Assert.ThrowsAsync<ConcurrencyConflictException>(async () => await Stored.UpdateReturningAsync(all, Token));
        await Assert.ThrowsAsync<ConcurrencyConflictException>(async () => await Stored.UpdateReturningAsync(all, static p => p.Label, Token));
        Assert.Null(await Stored.UpdateReturningAsync(all with { Id = 99 }, Token));
        Assert.Equal([some!], await Stored.QueryAsync($"", Token));
    }

    [Fact]
    public async Task A_delete_gives_the_row_that_was()
    {
        var stored = await Stored.InsertReturningAsync(new Parcel(0, "a", "x", 1, null, 1), Token);

        Assert.Equal(stored, await Stored.DeleteReturningAsync(1, Token));
        Assert.Null(await Stored.DeleteReturningAsync(1, Token));
    }

    [Fact]
    public async Task In_a_transaction_they_belong_to_it()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                var parcels = new Parcels(tx);
                var stored = await parcels.InsertReturningAsync(new Parcel(0, "a", "x", 1, null, 1), ct);
                Assert.Equal(2, (await parcels.UpdateReturningAsync(stored, ct))!.Version);
                Assert.Equal(2, (await parcels.DeleteReturningAsync(stored.Id, ct))!.Version);
                await parcels.InsertReturningAsync(new Parcel(0, "b", "x", 1, null, 1), ct);
                throw new InvalidOperationException("undo");
            },
            Token));

        Assert.Equal(0, await Stored.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_filter_holds_for_what_is_changed_and_not_for_what_is_given_back()
    {
        var light = new LightParcels(Db);
        var heavy = await light.InsertReturningAsync(new Parcel(0, "a", "x", 50, null, 1), Token);
        Assert.Equal(50, heavy.Weight);
        Assert.Null(await light.UpdateReturningAsync(heavy, Token));
        Assert.Null(await light.DeleteReturningAsync(heavy.Id, Token));

        var one = await light.InsertReturningAsync(new Parcel(0, "b", "x", 1, null, 1), Token);
        Assert.Equal(60, (await light.UpdateReturningAsync(one with { Weight = 60 }, Token))!.Weight);
        Assert.Equal(2, await Stored.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_rejected_row_leaves_nothing()
    {
        await Assert.ThrowsAnyAsync<Exception>(async () => await Stored.InsertReturningAsync(new Parcel(0, null!, "x", 1, null, 1), Token));

        Assert.Equal(0, await Stored.CountAsync(cancellationToken: Token));
    }

    /// <summary>A delete that does nothing quietly is rejected.</summary>
    /// <param name="keepsRows">Statements that make a trigger which keeps each row.</param>
    protected async Task QuietDeleteIsRejectedAsync(params string[] keepsRows)
    {
        await Stored.InsertReturningAsync(new Parcel(0, "a", "x", 1, null, 1), Token);
        foreach (var trigger in keepsRows)
        {
            await RunAsync(trigger);
        }

        await Assert.ThrowsAsync<RowRejectedException>(async () => await Stored.DeleteReturningAsync(1, Token));
        Assert.Equal(1, await Stored.CountAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task Several_callers_each_get_their_own_row()
    {
        var rows = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Stored.InsertReturningAsync(new Parcel(0, $"p{i}", "x", i, null, 1), Token).AsTask()));

        Assert.All(rows.Index(), static pair => Assert.Equal(($"p{pair.Index}", pair.Index), (pair.Item.Label, pair.Item.Weight)));
        Assert.Equal(60, rows.Select(static row => row.Id).Distinct().Count());
    }

    [Table("parcels")]
    public sealed record Parcel(
        [property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Label, string? State, int Weight, string? Stamp, [property: ConcurrencyCheck] int Version);

    private sealed class Parcels(DatabaseSession session) : Repository<Parcel, long>(session);

    private sealed class LightParcels(DatabaseSession session) : Repository<Parcel, long>(session)
    {
        protected override SqlStatement? Filter => $"weight < {10}";
    }
}
