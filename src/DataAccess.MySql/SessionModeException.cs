using System.Data.Common;

namespace DataAccess.MySql;

/// <summary>A session keeps a mode with which the library cannot keep its promises.</summary>
internal sealed class SessionModeException(string message) : DbException(message);
