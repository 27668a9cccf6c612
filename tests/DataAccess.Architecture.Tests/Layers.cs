namespace DataAccess.Architecture.Tests;

/// <summary>
/// The layers: each folder, and the folders right below it. A folder may use those, and what is below them in
/// turn, and no other.
/// </summary>
internal static class Layers
{
    /// <summary>The folders of each project. An empty name is the project's own folder.</summary>
    public static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string[]>> Folders =
        new Dictionary<string, IReadOnlyDictionary<string, string[]>>(StringComparer.Ordinal)
        {
            ["DataAccess"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Sql/Reading"] = [],
                ["Failures"] = [],
                ["Sql"] = ["Sql/Reading", "Failures"],
                ["Threading"] = [],
                ["Telemetry"] = ["Failures"],
                ["Mapping"] = ["Sql"],
                ["Providers"] = ["Mapping", "Telemetry", "Threading"],
                ["Connections/Statements"] = ["Providers", "Threading"],
                ["Diagnostics/Model"] = [],
                ["Diagnostics/Measuring"] = [],
                ["Connections/Pool/Sizing"] = ["Diagnostics/Measuring"],
                ["Connections/Pool"] = ["Connections/Statements", "Connections/Pool/Sizing", "Diagnostics/Measuring"],
                ["Diagnostics"] = ["Connections/Pool", "Diagnostics/Model"],
                ["Connections"] = ["Connections/Pool", "Connections/Pool/Sizing", "Diagnostics"],
                ["Keys"] = ["Providers"],
                ["Sessions"] = ["Connections", "Keys"],
                ["Repositories/Paging"] = ["Sessions"],
                ["Repositories"] = ["Repositories/Paging"],
                ["Writing/Options"] = ["Providers"],
                ["Writing/Spooling"] = ["Writing/Options", "Sessions"],
                ["Writing/Outcomes"] = ["Writing/Spooling"],
                ["Writing/Queue"] = ["Writing/Outcomes"],
                ["Writing/Batching"] = ["Writing/Queue"],
                ["Writing/Keys"] = ["Writing/Options", "Sessions"],
                ["Writing/Changes"] = ["Writing/Keys"],
                ["Writing/Sending"] = ["Writing/Batching"],
                ["Writing/Replaying"] = ["Writing/Sending"],
                ["Writing"] = ["Writing/Replaying", "Writing/Changes"],
                ["Locking"] = ["Connections"],
                ["Listening"] = ["Connections"],
                [""] = ["Repositories", "Writing", "Locking", "Listening"],
                ["DependencyInjection"] = [""],
            },
            ["DataAccess.Shared"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [""] = [] },
            ["DataAccess.PostgreSql"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Types"] = [],
                ["Sql"] = ["Types"],
                ["Failures"] = [],
                ["Sessions"] = ["Sql", "Failures"],
                ["Inserting/Copying"] = ["Sessions"],
                ["Inserting"] = ["Inserting/Copying"],
                ["LargeObjects"] = [],
                [""] = ["Inserting", "LargeObjects"],
            },
            ["DataAccess.MySql"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Types"] = [],
                ["Sql"] = ["Types"],
                ["Failures"] = [],
                ["Sessions"] = ["Sql", "Failures"],
                ["Inserting/Loading"] = ["Sessions"],
                ["Inserting"] = ["Inserting/Loading"],
                [""] = ["Inserting"],
            },
            ["DataAccess.Sqlite"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Failures"] = [],
                ["Sessions"] = ["Failures"],
                ["Types"] = ["Sessions"],
                ["Sql"] = ["Types"],
                ["Inserting"] = ["Sql"],
                ["Locking"] = [],
                [""] = ["Inserting", "Locking"],
            },
            ["DataAccess.OpenTelemetry"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [""] = [] },
            ["DataAccess.Aspire"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [""] = [] },
            ["DataAccess.EntityFramework"] = new Dictionary<string, string[]>(StringComparer.Ordinal) { [""] = [] },
            ["DataAccess.Events"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Settings"] = [],
                ["Storage"] = [],
                ["Telemetry"] = [],
                ["Messages"] = ["Storage"],
                ["Waking"] = ["Messages", "Settings", "Telemetry"],
                ["Publishing"] = ["Waking"],
                ["Subscribing"] = ["Settings", "Storage", "Telemetry"],
                ["Reading"] = ["Storage"],
                ["Handling"] = ["Messages", "Reading", "Subscribing"],
                ["Owning"] = ["Subscribing", "Waking"],
                ["Running"] = ["Handling", "Owning"],
                ["Scheduling"] = ["Publishing"],
                ["Retaining"] = ["Storage", "Telemetry"],
                ["Operating"] = ["Owning"],
                ["Processing"] = ["Running", "Scheduling", "Retaining", "Operating"],
                ["Streaming"] = ["Processing"],
                [""] = ["Streaming"],
                ["DependencyInjection"] = [""],
            },
            ["DataAccess.Migrations"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Versions"] = [],
                ["Failures"] = ["Versions"],
                ["Parsing"] = [],
                ["Sessions"] = ["Failures"],
                ["Code"] = ["Parsing", "Sessions"],
                ["Options"] = ["Code"],
                ["Files/Formats"] = ["Parsing"],
                ["Files/Contents"] = ["Failures", "Parsing"],
                ["Files"] = ["Options", "Files/Formats", "Files/Contents"],
                ["Dialects"] = ["Parsing", "Sessions"],
                ["History"] = ["Files", "Dialects"],
                ["Backfilling"] = ["Files", "Sessions"],
                ["Planning"] = ["History"],
                ["Running"] = ["Planning", "Backfilling"],
                ["Scripting"] = ["Planning"],
                ["Linting"] = ["Files"],
                ["Snapshots"] = ["Parsing", "Sessions"],
                ["Scratch"] = ["Failures", "Parsing", "Sessions"],
                ["Diffing"] = ["Failures", "Snapshots"],
                ["Linting/Rules"] = ["Linting"],
                ["Adopting"] = ["Running"],
                ["Repairing"] = ["Running"],
                ["Engines"] = ["Dialects", "Linting", "Scripting", "Diffing"],
                ["Engines/PostgreSql"] = ["Engines", "Linting/Rules"],
                ["Engines/MySql"] = ["Engines", "Linting/Rules"],
                ["Engines/Sqlite"] = ["Engines", "Linting/Rules"],
                ["Tenants"] = ["Running"],
                [""] = ["Adopting", "Repairing", "Tenants", "Scratch", "Engines/PostgreSql", "Engines/MySql", "Engines/Sqlite"],
            },
            ["DataAccess.Testing"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Databases"] = [],
                ["Recording"] = [],
                ["Faults"] = [],
                [""] = ["Databases", "Recording", "Faults"],
            },
            ["DataAccess.Cli"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Import/Reading"] = [],
                ["Import/Conversion"] = [],
                ["Import/Progress"] = ["Import/Reading"],
                ["Import/Inference"] = ["Import/Conversion", "Import/Reading"],
                ["Import/Tables"] = ["Import/Conversion"],
                ["Import/Loading"] = ["Import/Progress", "Import/Tables"],
                ["Import"] = ["Import/Inference", "Import/Loading"],
                ["Advise"] = [],
                ["Check"] = [],
                ["Demo"] = [],
                ["Terminal"] = ["Import/Progress"],
                ["Commands"] = ["Advise", "Check", "Demo", "Import", "Terminal"],
                ["Configuration"] = [],
                [""] = ["Commands", "Configuration"],
            },
            ["DataAccess.Analyzers"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Rules"] = [],
                ["Statements"] = [],
                ["Lexing"] = ["Statements"],
                ["QuotedHoles"] = ["Rules", "Lexing"],
                ["NameHoles"] = ["Rules", "Lexing"],
                ["TextHoles"] = ["Rules", "Statements"],
                ["ValueTasks"] = ["Rules", "Statements"],
                ["Writers"] = ["Rules"],
                ["RawText"] = ["Rules", "Statements"],
                ["Rows/Models"] = [],
                ["Rows/Symbols"] = ["Rows/Models"],
                ["Rows/Writing"] = ["Rows/Models"],
                ["Rows"] = ["Rows/Symbols", "Rows/Writing"],
                ["RowTypes"] = ["Rules", "Rows/Symbols"],
                ["Tuples"] = ["Rows/Symbols"],
                ["Manifest"] = ["Statements", "Tuples"],
                ["MissingMaps"] = ["Rules", "Tuples"],
            },
            ["DataAccess.Analyzers.CodeFixes"] = new Dictionary<string, string[]>(StringComparer.Ordinal)
            {
                ["Syntax"] = [],
                ["QuotedHoles"] = ["Syntax"],
                ["NameHoles"] = ["Syntax"],
                ["TextHoles"] = ["Syntax"],
            },
        };

    /// <summary>The folder and all that are below it.</summary>
    /// <exception cref="InvalidOperationException">The dependencies form a circle, or name a folder that does not exist.</exception>
    public static IReadOnlySet<string> Below(string project, string folder)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        Add(folder, []);
        return found;

        void Add(string name, IReadOnlyList<string> path)
        {
            if (path.Contains(name, StringComparer.Ordinal))
            {
                throw new InvalidOperationException($"The dependencies of {project} form a circle: {string.Join(" → ", path)} → {name}.");
            }

            found.Add(name);
            foreach (var below in Folders[project].GetValueOrDefault(name) ?? throw new InvalidOperationException($"The layers of {project} have no folder '{name}'."))
            {
                Add(below, [.. path, name]);
            }
        }
    }
}
