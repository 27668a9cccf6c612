namespace DataAccess.Migrations.Code;

/// <summary>One direction of a migration in C#.</summary>
internal sealed record CodeScript(ICodeMigration Migration, bool IsUp)
{
    public ValueTask RunAsync(CodeMigrationContext context, CancellationToken cancellationToken)
        => IsUp ? Migration.UpAsync(context, cancellationToken) : ((IReversibleCodeMigration)Migration).DownAsync(context, cancellationToken);
}
