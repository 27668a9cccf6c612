using System.Data.Common;
using DotNet.Testcontainers.Builders;
using DotNet.Testcontainers.Containers;
using MySqlConnector;

namespace DataAccess.Conformance;

/// <summary>MariaDB.</summary>
public sealed class MariaDbEngine : ServerEngine
{
    public static MariaDbEngine Shared { get; } = new();

    /// <summary>A server of its own for tests that kill it and fill its disk.</summary>
    public static MariaDbEngine ToCrash { get; } = new() { IsToCrash = true };

    /// <summary>A server whose sessions begin in modes that are hard on a client: by its arguments, and by what it runs for each login that is no administrator's.</summary>
    public static MariaDbEngine OddModes { get; } = new()
    {
        Arguments =
        [
            "--autocommit=0", "--completion-type=CHAIN", "--sql-mode=NO_BACKSLASH_ESCAPES,EMPTY_STRING_IS_NULL",
            "--init-connect=set autocommit = 0, completion_type = 1, sql_select_limit = 5, sql_mode = 'ORACLE,NO_BACKSLASH_ESCAPES,EMPTY_STRING_IS_NULL', names latin1",
        ],
    };

    public override string Name => "MariaDB";

    public override string EndlessQuery
        => "select count(*) from information_schema.collations a, information_schema.collations b, information_schema.collations c, information_schema.collations d";

    public override string EnvironmentVariable => "DATAACCESS_TEST_MARIADB";

    public override DbConnection Connect(string connectionString)
        => new MySqlConnection(new MySqlConnectionStringBuilder(connectionString) { Pooling = false }.ConnectionString);

    protected override IContainer BuildContainer() => new ContainerBuilder("mariadb:11.8")
        .WithEnvironment("MARIADB_ROOT_PASSWORD", "secret")
        .WithEnvironment("MARIADB_DATABASE", "app")
        .WithPortBinding(3306, assignRandomHostPort: true)
        .WithCommand(["--local-infile=1", "--max-connections=400", .. Arguments])
        .WithCreateParameterModifier(BindToLoopback)
        .WithCreateParameterModifier(parameters => PrepareToCrash(parameters, "mariadbd"))
        .WithWaitStrategy(Wait.ForUnixContainer().UntilCommandIsCompleted(
            ["mariadb", "--protocol=TCP", "--host=127.0.0.1", "--user=root", "--password=secret", "app", "--execute=SELECT 1"],
            static wait => wait.WithInterval(TimeSpan.FromMilliseconds(100)).WithTimeout(TimeSpan.FromMinutes(2))))
        .Build();

    protected override string ConnectionStringOf(IContainer container) => new MySqlConnectionStringBuilder
    {
        Server = container.Hostname,
        Port = container.GetMappedPublicPort(3306),
        Database = "app",
        UserID = "root",
        Password = "secret",
        AllowLoadLocalInfile = true,
    }.ConnectionString;
}
