using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>
/// A trigger writes to a table of the same name in another schema, or to the same table again, and is rejected there. The words are those
/// of a row of this one. The row that fails alone is the one that is rejected.
/// </summary>
public sealed class PostgreSqlBlameTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private const int Guilty = 50;

    /// <summary>The other table's columns, what the trigger does, why that is rejected, and how many rows there are.</summary>
    public static TheoryData<string, string, string, int> Triggers
    {
        get
        {
            var data = new TheoryData<string, string, string, int>();
            foreach (var size in new[] { 100, 3_000 })
            {
                data.Add("id bigint primary key", "insert into other.marks values (new.mark)", "key", size);
                data.Add("id bigint references other.owners (id)", "insert into other.marks values (case when new.mark = 7 then 7 end)", "key", size);
                data.Add("name text not null", "insert into other.marks values (case when new.name = 'null' then null else 'x' end)", "null", size);
                data.Add("id bigint", "if new.mark = 7 then insert into marks values (-7, 0, 'again'); end if", "key", size);
            }

            return data;
        }
    }

    protected override async ValueTask SetUpAsync()
        => await RunAsync("create table marks (id bigint not null primary key, mark bigint, name text); create schema other; create table other.owners (id bigint primary key)");

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task The_row_that_fails_alone_is_rejected(string columns, string statement, string reason, int size)
    {
        await RunAsync($"create table other.marks ({columns})");
        if (columns.Contains("primary", StringComparison.Ordinal))
        {
            await RunAsync("insert into other.marks values (7)");
        }

        await RunAsync($"insert into marks values (-7, 0, 'old')");
        await RunAsync($"create function f() returns trigger language plpgsql as $$ begin {statement}; return null; end $$");
        await RunAsync("create trigger t after insert on marks for each row execute function f()");

        // Row 7 has the key that the detail shows, row 3 the null.
        var marks = Enumerable.Range(0, size).Select(i => new Mark(i, 100_000 + i, i == 3 ? null : "ok")).ToArray();
        marks[Guilty] = reason == "key" ? marks[Guilty] with { Number = 7 } : marks[Guilty] with { Name = "null" };
        var rejected = new List<long>();
        await using var writer = Db.CreateWriter<Mark>(new()
        {
            DeadLetter = (failed, _) =>
            {
                rejected.Add(failed.Row.Id);
                return default;
            },
        });

        await writer.WriteManyAsync(marks, Token);

        Assert.Equal([Guilty], rejected);
        Assert.Equal(size - 1, await Db.QuerySingleAsync<long>($"select count(*) from marks where id >= 0 and id <> {Guilty}", Token));
    }

    [Table("marks")]
    public sealed record Mark([property: Key] long Id, [property: Column("mark")] long Number, string? Name);
}
