using DataAccess.Migrations;

namespace DataAccess.Testing.Tests;

/// <summary>A folder of migrations that exists once for each test class, so that its template is of no other's.</summary>
internal sealed class TestMigrations : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-testing-");

    public TestMigrations(params string[] more)
    {
        Add("0001_items.sql", $"create table items (id bigint not null primary key, name varchar(100) not null);\ncreate table marks (mark varchar(40) not null);\ninsert into marks values ('{Guid.NewGuid():N}');");
        foreach (var (sql, index) in more.Select(static (sql, index) => (sql, index)))
        {
            Add(FormattableString.Invariant($"000{index + 2}_more.sql"), sql);
        }
    }

    public MigrationOptions Options => new() { Directory = _folder.FullName };

    public void Add(string name, string sql) => File.WriteAllText(Path.Combine(_folder.FullName, name), sql);

    public void Dispose() => _folder.Delete(recursive: true);
}
