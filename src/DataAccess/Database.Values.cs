using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using DataAccess.Providers;
using DataAccess.Sessions;

namespace DataAccess;

/// <content>Sessions with values.</content>
public sealed partial class Database
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Members = new();

    private readonly string? _valuePrefix;

    /// <summary>
    /// The query methods for statements that see values in the database's session, such as those that a policy of row-level security checks:
    /// <c>db.As(new { tenant = 7 })</c>. No statement of another caller sees them. On PostgreSQL <c>current_setting('app.tenant')</c>, on MySQL and MariaDB
    /// <c>@tenant</c>, on SQLite <c>session_value('tenant')</c>, which a view or a trigger may use, too.
    /// </summary>
    /// <param name="values">An object whose public properties are the values: strings, numbers, bools, Guids or null. 1 to 16 of them.</param>
    /// <returns>The session, which can also be passed to a repository.</returns>
    /// <exception cref="ArgumentException">A name or a type is not valid.</exception>
    /// <remarks>
    /// On PostgreSQL a statement outside a transaction is sent with the values in one round trip, as one transaction, so a statement that cannot run in
    /// one, such as <c>VACUUM</c>, is rejected. The values are text there, and one that is not set, or is null, is an empty text once another call on the
    /// connection has set it: write <c>nullif(current_setting('app.tenant', true), '')</c>. On MySQL and MariaDB the values are set before the statement
    /// and cleared before another caller gets the connection. Reads of repositories are not coalesced. See docs/row-level-security.md.
    /// </remarks>
    [RequiresUnreferencedCode("The properties of the object are found by reflection. Pass names and values: db.As((\"tenant\", 7)).")]
    public DatabaseSession As(object values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var members = Members.GetOrAdd(values.GetType(), static type => [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(static p => p.CanRead && p.GetIndexParameters().Length == 0)]);
        return As(Array.ConvertAll(members, member => (member.Name, member.GetValue(values))));
    }

    /// <inheritdoc cref="As(object)"/>
    /// <param name="values">The values by name.</param>
    public DatabaseSession As(IReadOnlyDictionary<string, object?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return As([.. values.Select(static pair => (pair.Key, pair.Value))]);
    }

    /// <inheritdoc cref="As(object)"/>
    /// <param name="values">The names and values.</param>
    public DatabaseSession As(params ReadOnlySpan<(string Name, object? Value)> values)
        => Provider.SessionValueLife == SessionValueLife.None
            ? throw new NotSupportedException($"The package of {Provider.SystemName} has no session values.")
            : new ValuesSession(Context, new SessionValues(_valuePrefix ?? Provider.SessionValuePrefix, values));
}
