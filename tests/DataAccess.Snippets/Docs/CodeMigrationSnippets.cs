using DataAccess.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/code-migrations.md.</summary>
internal static class CodeMigrationSnippets
{
    public sealed class NormalisePhoneNumbers : ICodeMigration
    {
        public string Name => "0002_normalise_phone_numbers";    // as a file's name, without an ending

        public string Revision => "1";    // change it whenever you change what the migration does

        public async ValueTask UpAsync(CodeMigrationContext context, CancellationToken ct)
        {
            foreach (var (id, phone) in await context.QueryAsync<(long Id, string Phone)>($"select id, phone from customers", ct))
            {
                var digits = string.Concat(phone.Where(char.IsAsciiDigit));
                await context.ExecuteAsync($"update customers set phone = {digits} where id = {id}", ct);
            }
        }
    }

    public static async Task UpAsync(Database db, string folder, CancellationToken ct)
    {
        var migrator = new Migrator(db, new MigrationOptions
        {
            Directory = folder,
            CodeMigrations = [new NormalisePhoneNumbers()],
        });
        await migrator.UpAsync(cancellationToken: ct);
    }

    public static void Register(IServiceCollection services)
    {
        services.AddSingleton<ICodeMigration, NormalisePhoneNumbers>();
        services.AddDataAccessMigrations();
    }

    public static async ValueTask InsertOrSkipAsync(CodeMigrationContext context, string email, CancellationToken ct)
    {
        try
        {
            await context.InSavepointAsync(async inner => await context.ExecuteAsync($"insert into emails (email) values ({email})", inner), ct);
        }
        catch (Exception exception) when (context.Provider.Classify(exception).Kind == FailureKind.Rejected)
        {
            await context.ExecuteAsync($"insert into duplicates (email) values ({email})", ct);
        }
    }
}
