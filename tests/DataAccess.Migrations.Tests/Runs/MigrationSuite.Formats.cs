namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Theory]
    [InlineData("-- +goose Up\ncreate table a (x int);\n-- +goose Down\ndrop table a;\n")]
    [InlineData("-- migrate:up transaction:false\ncreate table a (x int);\n-- migrate:down transaction:false\ndrop table a;\n")]
    [InlineData("create table a (x int);\n---- create above / drop below ----\ndrop table a;\n")]
    [InlineData("-- Up Migration\ncreate table a (x int);\n-- Down Migration\ndrop table a;\n")]
    [InlineData("--liquibase formatted sql\n--changeset a:1 runInTransaction:false\ncreate table a (x int);\n--rollback drop table a;\n")]
    public async Task A_file_of_another_tool_runs_one_half_at_a_time(string text)
    {
        Write("1_a.sql", text);
        Write("2_b.sql", "insert into a values (1);");

        Assert.Equal(["create table a (x int)"], (await NewMigrator().PlanAsync(cancellationToken: Token))[0].Statements, StringComparer.Ordinal);
        Assert.DoesNotContain("drop table", await NewMigrator().ScriptAsync(cancellationToken: Token), StringComparison.Ordinal);
        Assert.Equal(["1_a", "2_b"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal(1, await CountAsync("a"));

        Write("2_b.down.sql", "delete from a;");
        Assert.Equal(2, (await NewMigrator().DownAsync(to: 0, cancellationToken: Token)).Count);
        Assert.False(await HasTableAsync("a"));
        Assert.Equal(["1_a", "2_b"], await UpAsync(), StringComparer.Ordinal);
    }
}
