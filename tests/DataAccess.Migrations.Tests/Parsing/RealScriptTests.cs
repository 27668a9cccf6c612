using DataAccess.Conformance;
using DataAccess.Migrations.Engines.PostgreSql;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Tests.Parsing;

public sealed class RealScriptTests
{
    [SharedDataTheory]
    [InlineData("chinook.mysql.sql", "MySql")]
    [InlineData("chinook.sqlite.sql", "Sqlite")]
    [InlineData("chinook.postgresql.sql", "PostgreSql")]
    public void Chinook_is_split_without_loss(string file, string flavour)
    {
        var script = File.ReadAllText(TestFiles.Shared(file)).Replace("\\c chinook;", "", StringComparison.Ordinal);

        var statements = SqlSplitter.Split(script, Flavours.Of(flavour));

        // The data holds no line that ends in a semicolon inside a string, so each such line ends a statement.
        var ends = script.Split('\n').Count(static line => line.TrimEnd().EndsWith(';'));
        Assert.True(ends > 30);
        Assert.InRange(statements.Count, ends - 2, ends);
        Assert.All(statements, static s => Assert.Matches("(?i)^(create|insert|alter|drop|use)\\b", s.Text));
    }

    [SharedDataFact]
    public void The_client_command_in_chinook_is_refused_with_its_line()
    {
        var script = File.ReadAllText(TestFiles.Shared("chinook.postgresql.sql"));

        Assert.Equal(28, Assert.Throws<ScriptException>(() => SqlSplitter.Split(script, PostgreSqlFlavour.Instance)).Line);
    }
}
