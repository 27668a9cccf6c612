using System.Text;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Files.Contents;

namespace DataAccess.Migrations.Tests.Files;

/// <summary>Migrations that a test holds in memory.</summary>
internal sealed class MemorySource : List<(string Path, SourceContent Content)>, IMigrationSource
{
    public MemorySource(params (string Path, string Text)[] files) => AddRange(files.Select(static f => (f.Path, ContentOf(Encoding.UTF8.GetBytes(f.Text)))));

    public void Add(string path, byte[] content) => Add((path, ContentOf(content)));

    private static SourceContent ContentOf(byte[] bytes) => new(bytes.Length, () => new MemoryStream(bytes, writable: false));

    public IEnumerable<(string Path, SourceContent Content)> Read() => this;
}
