namespace DataAccess.Migrations;

/// <summary>A kind of database, where none is connected to.</summary>
public enum MigrationDatabase
{
    /// <summary>PostgreSQL.</summary>
    PostgreSql = 0,

    /// <summary>MySQL.</summary>
    MySql = 1,

    /// <summary>MariaDB; it takes the files of MySQL.</summary>
    MariaDb = 2,

    /// <summary>SQLite.</summary>
    Sqlite = 3,
}
