using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>
/// A trigger writes to another table and is rejected there. The words are those of a row of this one, and the login may not see that
/// there is a trigger. The row that fails alone is the one that is rejected.
/// </summary>
public abstract class MySqlBlameSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int Guilty = 50;

    protected override async ValueTask SetUpAsync() => await RunAsync("create table marks (id bigint not null primary key, mark bigint, name varchar(20))");

    /// <summary>What the other table is, what the trigger does, and the guilty row, by a name.</summary>
    public static TheoryData<string, string, string, int> Triggers
    {
        get
        {
            var data = new TheoryData<string, string, string, int>();
            foreach (var size in new[] { 100, 3_000 })
            {
                data.Add("id bigint primary key", "insert into other values (new.mark)", "duplicate", size);
                data.Add("name varchar(3)", "insert into other select 'abc' union all select left(new.name, 4)", "long", size);
                data.Add("name varchar(20) not null", "insert into other values (if(new.name = 'null', null, 'x'))", "null", size);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Triggers))]
    public async Task The_row_that_fails_alone_is_rejected(string columns, string statement, string reason, int size)
    {
        await RunAsync($"create table other ({columns})");
        await RunAsync($"create trigger t after insert on marks for each row {statement}");
        if (reason == "duplicate")
        {
            await RunAsync("insert into other values (7)");
        }

        // Row 7 has the key that the message shows, row 1 the number that it names, row 3 the null.
        var marks = Enumerable.Range(0, size).Select(i => new Mark(i, 100_000 + i, i == 3 ? null : "ok")).ToArray();
        marks[Guilty] = reason switch
        {
            "duplicate" => marks[Guilty] with { Number = 7 },
            "long" => marks[Guilty] with { Name = "long" },
            _ => marks[Guilty] with { Name = "null" },
        };
        var rejected = new List<long>();
        await using (var db = await OpenWithoutTriggerPrivilegeAsync())
        {
            await using var writer = db.CreateWriter<Mark>(new()
            {
                DeadLetter = (failed, _) =>
                {
                    rejected.Add(failed.Row.Id);
                    return default;
                },
            });
            await writer.WriteManyAsync(marks, Token);
        }

        Assert.Equal([Guilty], rejected);
        Assert.Equal(size - 1, await Db.QuerySingleAsync<long>($"select count(*) from marks where id <> {Guilty}", Token));
    }

    private async ValueTask<Database> OpenWithoutTriggerPrivilegeAsync()
    {
        var builder = new MySqlConnectionStringBuilder(ConnectionString);
        var user = builder.Database[..20];
        await RunAsync($"create user {user} identified by 'secret'");
        await RunAsync($"grant select, insert on {builder.Database}.* to {user}");
        builder.UserID = user;
        builder.Password = "secret";
        return MySqlDatabase.Open(builder.ConnectionString);
    }

    [Table("marks")]
    public sealed record Mark([property: Key] long Id, [property: Column("mark")] long Number, string? Name);
}
