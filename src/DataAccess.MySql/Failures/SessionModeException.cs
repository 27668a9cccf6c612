using System.Data.Common;

namespace DataAccess.MySql.Failures;

/// <summary>A session keeps a mode in which the library cannot meet its guarantees.</summary>
internal sealed class SessionModeException(string message) : DbException(message);
