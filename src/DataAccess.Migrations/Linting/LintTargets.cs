namespace DataAccess.Migrations.Linting;

/// <summary>The databases that a rule is about.</summary>
[Flags]
internal enum LintTargets
{
    None = 0,
    PostgreSql = 1,
    MySql = 2,
    MariaDb = 4,
    Sqlite = 8,
    MySqlFamily = MySql | MariaDb,
    All = PostgreSql | MySqlFamily | Sqlite,
}
