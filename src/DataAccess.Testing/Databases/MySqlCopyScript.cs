using System.Data.Common;
using System.Text;
using DataAccess.Connections;

namespace DataAccess.Testing.Databases;

/// <summary>A script that makes a schema again under another name, with its rows. Events are left out: no test expects rows to change by themselves.</summary>
internal sealed class MySqlCopyScript
{
    /// <summary>The table that says that a template is complete. It is not copied.</summary>
    public const string Marker = "dataaccess_test_template";

    private readonly IReadOnlyList<string> _texts;

    private MySqlCopyScript(IReadOnlyList<string> texts) => _texts = texts;

    /// <summary>Makes a copy of that name.</summary>
    public async ValueTask RunAsync(DedicatedConnection connection, string name, CancellationToken cancellationToken)
    {
        foreach (var text in _texts)
        {
            await connection.ExecuteAsync(SqlStatement.Script(text.Replace(NameHole, $"`{name}`", StringComparison.Ordinal)), cancellationToken).ConfigureAwait(false);
        }
    }

    // No name of a schema contains this: the names of templates are the library's own.
    private const string NameHole = "`\u0001`";

    public static async ValueTask<MySqlCopyScript> ReadAsync(DedicatedConnection connection, string source, CancellationToken cancellationToken)
        => await new Reader(connection, source, cancellationToken).ReadAsync().ConfigureAwait(false);

    private sealed class Reader(DedicatedConnection connection, string source, CancellationToken cancellationToken)
    {
        private readonly List<string> _texts = [];
        private readonly StringBuilder _text = new();

        public async ValueTask<MySqlCopyScript> ReadAsync()
        {
            var (charset, collation) = (await connection.QueryAsync<(string, string)>(
                $"select default_character_set_name, default_collation_name from information_schema.schemata where schema_name = {source}", cancellationToken).ConfigureAwait(false))[0];
            Add($"create database {NameHole} character set {charset} collate {collation}");
            Add($"use {NameHole}");
            Add("set foreign_key_checks = 0, unique_checks = 0");
            var tables = await NamesAsync("table_type in ('BASE TABLE', 'SYSTEM VERSIONED')").ConfigureAwait(false);
            foreach (var table in tables)
            {
                Add(await ShowAsync("table", table, 1).ConfigureAwait(false));
            }

            await AddRoutinesAsync().ConfigureAwait(false);
            await AddViewsAsync().ConfigureAwait(false);
            foreach (var table in tables)
            {
                await AddRowsAsync(table).ConfigureAwait(false);
            }

            await AddTriggersAsync().ConfigureAwait(false);
            Break();
            return new MySqlCopyScript(_texts);
        }

        private async ValueTask AddRowsAsync(string table)
        {
            var from = $"{Quote(source)}.{Quote(table)}";
            if ((await connection.QueryAsync<int>(SqlStatement.Raw($"select 1 from {from} limit 1"), cancellationToken).ConfigureAwait(false)).Count > 0)
            {
                var columns = await connection.QueryAsync<string>(
                    $"select column_name from information_schema.columns where table_schema = {source} and table_name = {table} and coalesce(generation_expression, '') = '' order by ordinal_position",
                    cancellationToken).ConfigureAwait(false);
                var list = string.Join(", ", columns.Select(Quote));

                // A row whose generated key is 0 keeps it.
                Add("set sql_mode = 'NO_AUTO_VALUE_ON_ZERO'");
                Add($"insert into {Quote(table)} ({list}) select {list} from {from}");
            }
        }

        private async ValueTask AddRoutinesAsync()
        {
            var routines = await connection.QueryAsync<(string Name, string Type)>(
                $"select routine_name, routine_type from information_schema.routines where routine_schema = {source} and routine_type in ('FUNCTION', 'PROCEDURE')", cancellationToken).ConfigureAwait(false);
            foreach (var (name, type) in routines)
            {
                await AddWithModeAsync(type, name).ConfigureAwait(false);
            }
        }

        private async ValueTask AddTriggersAsync()
        {
            var triggers = await connection.QueryAsync<string>(
                $"select trigger_name from information_schema.triggers where trigger_schema = {source} order by event_object_table, event_manipulation, action_timing, action_order", cancellationToken).ConfigureAwait(false);
            foreach (var name in triggers)
            {
                await AddWithModeAsync("trigger", name).ConfigureAwait(false);
            }
        }

        /// <summary>A view is made after those that it names.</summary>
        private async ValueTask AddViewsAsync()
        {
            var views = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var name in await NamesAsync("table_type = 'VIEW'").ConfigureAwait(false))
            {
                views[name] = await ShowAsync("view", name, 1).ConfigureAwait(false);
            }

            while (views.Count > 0)
            {
                var next = views.Keys.FirstOrDefault(name => !views.Keys.Any(other => other != name && views[name].Contains($".{Quote(other)}", StringComparison.Ordinal))) ?? views.Keys.First();
                Add(views[next]);
                views.Remove(next);
            }
        }

        private async ValueTask AddWithModeAsync(string kind, string name)
        {
            var (mode, text) = (await connection.QueryAsync(
                SqlStatement.Raw($"show create {kind} {Quote(source)}.{Quote(name)}"), static row => (row.GetString(1), TextOf(row, 2)), cancellationToken: cancellationToken).ConfigureAwait(false))[0];
            Add($"set sql_mode = '{mode}'");
            Break();
            Add(Renamed(text));
            Break();
        }

        private async ValueTask<string> ShowAsync(string kind, string name, int column)
            => Renamed((await connection.QueryAsync(
                SqlStatement.Raw($"show create {kind} {Quote(source)}.{Quote(name)}"), row => TextOf(row, column), cancellationToken: cancellationToken).ConfigureAwait(false))[0]);

        private async ValueTask<IReadOnlyList<string>> NamesAsync(string condition)
            => (await connection.QueryAsync<string>(
                SqlStatement.Raw($"select table_name from information_schema.tables where table_schema = '{source}' and table_name <> '{Marker}' and {condition}"), cancellationToken).ConfigureAwait(false)).ToList();

        private static string TextOf(DbDataReader row, int column)
            => row.IsDBNull(column)
                ? throw new InvalidOperationException($"The server does not show how {row.GetString(0)} was made. The user of the test databases needs the right to see it, such as SHOW_ROUTINE.")
                : row.GetString(column);

        private string Renamed(string text) => text.Replace(Quote(source), NameHole, StringComparison.Ordinal);

        private static string Quote(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

        private void Add(string statement) => _text.Append(_text.Length == 0 ? "" : ";\n").Append(statement);

        /// <summary>What follows is sent in another message: MySQL does not find the end of a routine in one.</summary>
        private void Break()
        {
            if (_text.Length > 0)
            {
                _texts.Add(_text.ToString());
                _text.Clear();
            }
        }
    }
}
