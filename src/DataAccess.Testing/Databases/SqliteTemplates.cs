namespace DataAccess.Testing.Databases;

/// <summary>SQLite: files in a folder of the temporary one.</summary>
internal sealed class SqliteTemplates : TemplateEngine
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "dataaccess-tests");

    public override string UrlOf(string name) => "sqlite:" + FileOf(name);

    public override ValueTask<IReadOnlyList<string>> ListAsync(CancellationToken cancellationToken)
        => new(Directory.Exists(_folder) ? [.. Directory.EnumerateFiles(_folder, TemplateName.Prefix + "*.db").Select(static file => Path.GetFileNameWithoutExtension(file))] : []);

    public override async ValueTask<IAsyncDisposable> LockAsync(string name, TimeSpan wait, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var until = DateTime.UtcNow + wait;
        while (true)
        {
            try
            {
                // It stays, because a file that is deleted while others wait for it would be two locks.
                return new FileStream(Path.Combine(_folder, name + ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public override ValueTask CreateAsync(string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        return default;
    }

    public override ValueTask CompleteAsync(string build, string template, CancellationToken cancellationToken)
    {
        if (File.Exists(FileOf(build) + "-wal"))
        {
            throw new InvalidOperationException($"The template {build} is still open after the migrations and the seed, so it cannot be copied. Dispose what Seed or Open has opened.");
        }

        File.Move(FileOf(build), FileOf(template), overwrite: true);
        return DropAsync(build, cancellationToken);
    }

    public override ValueTask CopyAsync(string template, string name, CancellationToken cancellationToken)
    {
        File.Copy(FileOf(template), FileOf(name));
        return default;
    }

    public override ValueTask DropAsync(string name, CancellationToken cancellationToken)
    {
        if (Directory.Exists(_folder))
        {
            foreach (var file in Directory.GetFiles(_folder, name + ".db*"))
            {
                File.Delete(file);
            }
        }

        return default;
    }

    public override ValueTask DisposeAsync() => default;

    private string FileOf(string name) => Path.Combine(_folder, name + ".db");
}
