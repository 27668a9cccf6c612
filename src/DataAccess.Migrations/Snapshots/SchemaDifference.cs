namespace DataAccess.Migrations;

/// <summary>An object that differs between a database and a snapshot.</summary>
/// <param name="Name">What it is, and its name: <c>table public.orders</c>.</param>
/// <param name="Change">How it differs.</param>
/// <param name="Expected">The lines of SQL that only the snapshot has, in order.</param>
/// <param name="Found">The lines of SQL that only the database has, in order.</param>
public sealed record SchemaDifference(string Name, SchemaChange Change, IReadOnlyList<string> Expected, IReadOnlyList<string> Found);
