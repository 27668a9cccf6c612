using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>What a command of <c>migrate</c> works on.</summary>
/// <param name="Database">The database.</param>
/// <param name="Url">Its URL or connection string, which may hold a password.</param>
/// <param name="Options">Where the migrations are and how they run.</param>
internal sealed record MigrateTarget(Database Database, string Url, MigrationOptions Options);
