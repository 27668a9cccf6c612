using System.Data.Common;

namespace DataAccess.PostgreSql.Failures;

/// <summary>The table changed while a batch was sent, twice. Nothing of it is committed, and it is sent again.</summary>
internal sealed class TableChangedException(string table) : DbException($"the definition of table {table} changed while rows were being written to it");
