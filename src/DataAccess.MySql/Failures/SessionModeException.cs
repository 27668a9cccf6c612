using System.Data.Common;

namespace DataAccess.MySql.Failures;

/// <summary>A session keeps a mode with which the library cannot keep its promises.</summary>
internal sealed class SessionModeException(string message) : DbException(message);
