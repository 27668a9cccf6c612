namespace DataAccess.Migrations.Parsing;

/// <summary>Whose lexical rules a script follows. MariaDB's are MySQL's here.</summary>
internal enum SqlFlavour
{
    PostgreSql = 0,
    MySql = 1,
    Sqlite = 2,
}
