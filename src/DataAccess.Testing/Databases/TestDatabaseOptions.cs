using DataAccess.Migrations;

namespace DataAccess.Testing;

/// <summary>How databases for tests are made.</summary>
public sealed class TestDatabaseOptions
{
    /// <summary>Where the migrations are. Default: the folder <c>migrations</c> of the working directory.</summary>
    public MigrationOptions Migrations { get; set; } = new();

    /// <summary>Writes rows that every test begins with, once, after the migrations. Default: null, for none.</summary>
    public Func<Database, CancellationToken, ValueTask>? Seed { get; set; }

    /// <summary>A text that you change whenever <see cref="Seed"/> writes other rows: then a new template is made. Default: empty.</summary>
    public string SeedVersion { get; set; } = "";

    /// <summary>Opens a test's database by its URL or connection string, with the options of your program. Default: <see cref="Database.Open"/> with the default options.</summary>
    public Func<string, Database> Open { get; set; } = static url => Database.Open(url);

    /// <summary>How many copies are made ahead of the tests that need them, from 0 to 64. Default: 2.</summary>
    public int Prepared { get; set; } = 2;

    /// <summary>The age at which the databases of killed test runs are dropped, by the next run on the server: longer than a run lasts. Default: 2 hours.</summary>
    public TimeSpan LeftOverAge { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The age at which a template is dropped, and made again if it is still needed. Default: 7 days.</summary>
    public TimeSpan TemplateAge { get; set; } = TimeSpan.FromDays(7);

    internal TestDatabaseOptions Validated()
    {
        List<string> problems = [];
        if (Prepared is < 0 or > 64)
        {
            problems.Add(Invariant($"Prepared is {Prepared}. Set it to 0 to 64."));
        }

        if (LeftOverAge < TimeSpan.FromMinutes(1))
        {
            problems.Add($"LeftOverAge is {LeftOverAge}, and would drop the databases of runs that are not over. Set it to 1 minute or more.");
        }

        if (TemplateAge < LeftOverAge)
        {
            problems.Add($"TemplateAge is {TemplateAge}, less than LeftOverAge ({LeftOverAge}), so that templates would be dropped during a run. Raise it.");
        }

        return problems.Count == 0 ? this : throw new InvalidOptionsException(string.Join(" ", problems));
    }
}
