using System.Data.Common;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using MySqlConnector;
using Testcontainers.MySql;

namespace DataAccess.Conformance;

/// <summary>MySQL.</summary>
public sealed class MySqlEngine : ServerEngine
{
    public static MySqlEngine Shared { get; } = new();

    /// <summary>A server of its own for tests that kill it and fill its disk.</summary>
    public static MySqlEngine ToCrash { get; } = new() { IsToCrash = true };

    /// <summary>A server whose sessions begin in modes that are hard on a client: by its arguments, and by what it runs for each login that is no administrator's.</summary>
    public static MySqlEngine OddModes { get; } = new()
    {
        Arguments =
        [
            "--autocommit=0", "--completion-type=CHAIN", "--sql-mode=NO_BACKSLASH_ESCAPES",
            "--init-connect=set autocommit = 0, completion_type = 1, sql_select_limit = 5, sql_mode = 'NO_BACKSLASH_ESCAPES', names latin1",
        ],
    };

    public override string Name => "MySQL";

    public override string EndlessQuery
        => "select count(*) from information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d";

    public override string EnvironmentVariable => "DATAACCESS_TEST_MYSQL";

    public override DbConnection Connect(string connectionString)
        => new MySqlConnection(new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    // The module's own wait sleeps 5 s after a refused connection.
    protected override IContainer BuildContainer() => new MySqlBuilder("mysql:9.7")
        .WithDatabase("app").WithUsername("root").WithPassword("secret")
        .WithCommand(["--local-infile=1", "--max-connections=400", .. Arguments])
        .WithCreateParameterModifier(BindToLoopback)
        .WithCreateParameterModifier(parameters => PrepareToCrash(parameters, "mysqld"))
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(
            ["mysql", "app", "--execute=SELECT 1"],
            static wait => wait.WithInterval(TimeSpan.FromMilliseconds(100)).WithTimeout(TimeSpan.FromMinutes(2))))
        .Build();

    protected override string ConnectionStringOf(IContainer container)
        => new MySqlConnectionStringBuilder(((MySqlContainer)container).GetConnectionString()) { AllowLoadLocalInfile = true }.ConnectionString;
}
