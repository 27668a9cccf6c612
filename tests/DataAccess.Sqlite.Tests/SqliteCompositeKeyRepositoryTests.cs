using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteCompositeKeyRepositoryTests() : CompositeKeyRepositorySuite(new SqliteEngine())
{
    protected override string GeneratedTable
        => "create table issues (tenant int not null, id bigint not null default (abs(random())), text varchar(20) not null, primary key (tenant, id))";

    protected override bool IgnoresCase => false;
}
