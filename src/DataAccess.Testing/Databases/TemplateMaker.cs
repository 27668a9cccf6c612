using DataAccess.Migrations;

namespace DataAccess.Testing.Databases;

/// <summary>Finds the template of the current migrations, or makes it, and drops what is too old.</summary>
internal sealed class TemplateMaker(TemplateEngine engine, TestDatabaseOptions options)
{
    private static readonly TimeSpan LongestBuild = TimeSpan.FromMinutes(30);

    /// <summary>Under a lock that all test processes on the server share: one makes it, the others find it.</summary>
    public async ValueTask<string> FindOrMakeAsync(CancellationToken cancellationToken)
    {
        var key = TemplateKey.Of(options);
        if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } usable)
        {
            return usable;
        }

        var held = await engine.LockAsync($"{TemplateName.Prefix}{key}", LongestBuild, cancellationToken).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            if (await FindAsync(key, cancellationToken).ConfigureAwait(false) is { } made)
            {
                return made;
            }

            await CleanAsync(cancellationToken).ConfigureAwait(false);
            return await MakeAsync(key, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>A template that stays for as long as this run may take.</summary>
    private async ValueTask<string?> FindAsync(string key, CancellationToken cancellationToken)
        => (await engine.ListCompleteAsync(cancellationToken).ConfigureAwait(false))
            .Where(name => TemplateName.IsTemplate(name, key) && TemplateName.AgeOf(name, out _) < options.TemplateAge - options.LeftOverAge)
            .Max(StringComparer.Ordinal);

    private async ValueTask<string> MakeAsync(string key, CancellationToken cancellationToken)
    {
        var build = TemplateName.OfBuild(key);
        try
        {
            await engine.CreateAsync(build, cancellationToken).ConfigureAwait(false);
            var database = options.Open(engine.UrlOf(build));
            await using (database.ConfigureAwait(false))
            {
                await new Migrator(database, options.Migrations).UpAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
                if (options.Seed is { } seed)
                {
                    await seed(database, cancellationToken).ConfigureAwait(false);
                }
            }

            var template = TemplateName.OfTemplate(key);
            await engine.CompleteAsync(build, template, cancellationToken).ConfigureAwait(false);
            return template;
        }
        catch
        {
            await engine.DropAsync(build, CancellationToken.None).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }
    }

    private async ValueTask CleanAsync(CancellationToken cancellationToken)
    {
        foreach (var name in await engine.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            if (TemplateName.AgeOf(name, out var isTemplate) is { } age && age >= (isTemplate ? options.TemplateAge : options.LeftOverAge))
            {
                // Another run may drop it at the same time.
                await engine.DropAsync(name, cancellationToken).AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
