
namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task Problems_of_migrations_in_code_are_named_all_at_once()
    {
        WriteForCode();
        Write("2_file.sql", "insert into a values (3, '');");
        var error = await FailsAsync(MigrationFailure.Validation, With(
            Code(static (_, _) => default),
            new CodeMigration("3_x", null!),
            new CodeMigration("3_y", null!),
            new CodeMigration("no_version", null!),
            new CodeMigration("", null!),
            new CodeMigration("4_z", null!) { Revision = " " },
            new ReversibleCodeMigration("repeatable/r", null!, null!)));

        var type = typeof(CodeMigration).FullName;
        Assert.Contains($"2_file.sql and 2_move ({type}) have the same version 2. Give one of them another.", error.Problems, StringComparer.Ordinal);
        Assert.Contains($"3_x ({type}) and 3_y ({type}) have the same version 3. Give one of them another.", error.Problems, StringComparer.Ordinal);
        Assert.Contains(error.Problems, static p => p.Contains("The name 'no_version'", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.Contains("has no name", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.Contains("has no revision", StringComparison.Ordinal));
        Assert.Contains(error.Problems, static p => p.Contains("a repeatable migration cannot be undone", StringComparison.Ordinal));
        Assert.Equal(6, error.Problems.Count);
        Assert.False(await HasTableAsync("a"));
    }

    [Fact]
    public async Task An_edit_of_code_is_noticed_by_its_revision_and_code_that_is_missing_by_its_mark()
    {
        WriteForCode();
        var code = Code(static (_, _) => default);
        await UpAsync(With(code));

        Assert.Contains("another revision than when it was applied", (await FailsAsync(MigrationFailure.Validation, With(new CodeMigration("2_move", null!) { Revision = "2" }))).Message, StringComparison.Ordinal);
        Assert.Contains("2_move is applied, and is a migration in C# that is not among those of this program", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        Write("2_move.sql", "insert into a values (3, '');");
        Assert.Contains("2_move was applied in C#, and 2_move.sql has its version", (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder, "2_move.sql"));
        Assert.Contains("1_a was applied from a file", (await FailsAsync(MigrationFailure.Validation, With(code, new CodeMigration("1_a", null!)))).Message.Replace("1_a.sql and", "1_a was applied from a file", StringComparison.Ordinal), StringComparison.Ordinal);
        await NewMigrator(With(code)).ValidateAsync(Token);
        var none = await Assert.ThrowsAsync<MigrationException>(async () => await NewMigrator(With(code)).DownAsync(cancellationToken: Token));
        Assert.Contains("2_move has no down", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_that_is_repeatable_by_its_name_runs_again_when_its_revision_changes()
    {
        WriteForCode();
        CodeMigration Refresh(string revision) => new("repeatable/refresh", static async (context, ct) => await context.ExecuteAsync($"insert into a (n) values ({3})", ct)) { Revision = revision };

        Assert.Equal(["1_a", "repeatable/refresh"], await UpAsync(With(Refresh("1"))), StringComparer.Ordinal);
        Assert.Empty(await UpAsync(With(Refresh("1"))));
        Assert.Equal(["repeatable/refresh"], await UpAsync(With(Refresh("2"))), StringComparer.Ordinal);
        Assert.Equal(4, await CountAsync("a"));
    }

    [Fact]
    public async Task Plan_names_code_a_script_refuses_it_and_lint_leaves_it_out()
    {
        WriteForCode();
        var code = Code(static (_, _) => throw new InvalidOperationException("It must not run."));
        var planned = (await NewMigrator(With(code)).PlanAsync(cancellationToken: Token))[^1];
        Assert.Equal(("2_move", "2_move (DataAccess.Migrations.Tests.Runs.CodeMigration)", RollsBack), (planned.Name, planned.Path, planned.IsOneTransaction));
        Assert.Equal(["-- C#: DataAccess.Migrations.Tests.Runs.CodeMigration.UpAsync, revision 1"], planned.Statements, StringComparer.Ordinal);
        var error = await Assert.ThrowsAsync<MigrationException>(async () => await NewMigrator(With(code)).ScriptAsync(cancellationToken: Token));
        Assert.Contains("a migration in C# runs in its program, which a script cannot do", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(MigrationLinter.Lint(Kind, new MigrationOptions { Directory = Folder, CodeMigrations = [code] }), static f => f.Path.StartsWith("2_", StringComparison.Ordinal));
    }
}
