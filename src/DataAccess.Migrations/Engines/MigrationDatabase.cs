namespace DataAccess.Migrations;

/// <summary>A kind of database, for work that needs no connection.</summary>
public enum MigrationDatabase
{
    /// <summary>PostgreSQL.</summary>
    PostgreSql = 0,

    /// <summary>MySQL.</summary>
    MySql = 1,

    /// <summary>MariaDB, which uses the files of MySQL.</summary>
    MariaDb = 2,

    /// <summary>SQLite.</summary>
    Sqlite = 3,
}
