using System.Data.Common;

namespace DataAccess.PostgreSql.Failures;

/// <summary>The table changed twice while a batch was being sent. Nothing of the batch is committed, and it is sent again.</summary>
internal sealed class TableChangedException(string table) : DbException($"the definition of table {table} changed while rows were being written to it");
