using System.Security.Cryptography;
using System.Text;
using DataAccess.Migrations;

namespace DataAccess.Testing.Databases;

/// <summary>A checksum of all that decides what is in a template.</summary>
internal static class TemplateKey
{
    public static string Of(TestDatabaseOptions options)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var migrations = options.Migrations;
        Add(hash, typeof(Migrator).Module.ModuleVersionId.ToString());
        Add(hash, options.SeedVersion);
        Add(hash, options.Seed is null ? "" : "seed");
        Add(hash, migrations.HistorySchema ?? "");
        Add(hash, migrations.HistoryTable ?? "");
        Add(hash, Invariant($"{migrations.UsesPlaceholders}"));
        foreach (var (name, value) in (migrations.Placeholders ?? new Dictionary<string, string>(StringComparer.Ordinal)).OrderBy(static p => p.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, value);
        }

        foreach (var code in migrations.CodeMigrations)
        {
            Add(hash, code.GetType().FullName!);
            Add(hash, code.GetType().Module.ModuleVersionId.ToString());
        }

        if (migrations.Assembly is { } assembly)
        {
            Add(hash, assembly.ManifestModule.ModuleVersionId.ToString());
        }
        else if (Directory.Exists(migrations.Directory))
        {
            foreach (var file in Directory.EnumerateFiles(migrations.Directory, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                Add(hash, Path.GetRelativePath(migrations.Directory, file));
                hash.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static void Add(IncrementalHash hash, string text)
    {
        hash.AppendData(Encoding.UTF8.GetBytes(text));
        hash.AppendData([0]);
    }
}
