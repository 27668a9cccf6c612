using System.Reflection;

namespace DataAccess.Migrations;

/// <summary>Where migrations come from and how they run.</summary>
public sealed class MigrationOptions
{
    /// <summary>The folder with the migrations, or the resources' folder where <see cref="Assembly"/> is set. Default <c>migrations</c>.</summary>
    public string Directory { get; set; } = "migrations";

    /// <summary>The assembly whose embedded resources are the migrations; null, the default, for files in <see cref="Directory"/>.</summary>
    public Assembly? Assembly { get; set; }

    /// <summary>What is rolled back when a statement fails. Default <see cref="MigrationTransaction.File"/>.</summary>
    public MigrationTransaction Transaction { get; set; }

    /// <summary>What to do with a file older than the newest applied one. Default <see cref="MigrationOrder.Strict"/>.</summary>
    public MigrationOrder Order { get; set; }

    /// <summary>How long a statement waits for another session's lock before it times out and is retried. Default 3 s. A file's <c>lock-timeout</c> directive takes precedence.</summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>How long one migration is retried, with growing pauses, while others hold its locks. Default 1 min.</summary>
    public TimeSpan LockRetryBudget { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long to wait for another runner to finish. Default 5 min.</summary>
    public TimeSpan RunnerTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Values for <c>${name}</c> in the files. Null, the default, leaves such text as it is; otherwise a name without a value is an error.</summary>
    public IReadOnlyDictionary<string, string>? Placeholders { get; set; }

    /// <summary>
    /// Migrations written in C#, which run among the files by their versions. Default none. <c>AddDataAccessMigrations</c> adds those that are
    /// registered as services.
    /// </summary>
    public IReadOnlyList<ICodeMigration> CodeMigrations { get; set; } = [];

    /// <exception cref="InvalidOptionsException">Some are not valid; the message names all of them.</exception>
    internal void Validate()
    {
        (string Name, TimeSpan Value)[] times =
            [(nameof(LockTimeout), LockTimeout), (nameof(LockRetryBudget), LockRetryBudget), (nameof(RunnerTimeout), RunnerTimeout)];
        var problems = times
            .Where(static t => t.Value <= TimeSpan.Zero || t.Value > TimeSpan.FromDays(1))
            .Select(static t => $"{t.Name} is {t.Value}; it must be greater than zero and at most one day.")
            .ToList();
        if (string.IsNullOrWhiteSpace(Directory))
        {
            problems.Add($"{nameof(Directory)} is empty; set it to the migrations' folder.");
        }

        if (problems.Count > 0)
        {
            throw new InvalidOptionsException("The migration options are not valid. " + string.Join(" ", problems));
        }
    }
}
