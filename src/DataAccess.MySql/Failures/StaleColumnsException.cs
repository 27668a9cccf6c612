using System.Data.Common;

namespace DataAccess.MySql.Failures;

/// <summary>The driver gives a prepared query's columns other names than at first.</summary>
internal sealed class StaleColumnsException() : DbException("The columns of a prepared statement have changed.");
