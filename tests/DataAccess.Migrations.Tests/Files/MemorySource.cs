using System.Text;
using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Tests.Files;

/// <summary>Migrations that a test holds in memory.</summary>
internal sealed class MemorySource : List<(string Path, SourceContent Content)>, IMigrationSource
{
    public MemorySource(params (string Path, string Text)[] files) => AddRange(files.Select(static f => (f.Path, SourceContent.Of(Encoding.UTF8.GetBytes(f.Text)))));

    public void Add(string path, byte[] content) => Add((path, SourceContent.Of(content)));

    public IEnumerable<(string Path, SourceContent Content)> Read() => this;
}
