using DataAccess.Migrations.Linting;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>MariaDB: MySQL with reserved words of its own.</summary>
internal sealed class MariaDbEngine : MySqlEngine
{
    public override MigrationDatabase Database => MigrationDatabase.MariaDb;

    public override string UrlScheme => "mariadb";

    public override LintTarget Lint => MySqlLint.MariaDb;
}
