using System.Diagnostics.CodeAnalysis;

namespace DataAccess;

/// <content>Sessions with values.</content>
public sealed partial class Database
{
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
    public DatabaseScope As(object values) => Scope.As(values);

    /// <inheritdoc cref="As(object)"/>
    /// <param name="values">The values by name.</param>
    public DatabaseScope As(IReadOnlyDictionary<string, object?> values) => Scope.As(values);

    /// <inheritdoc cref="As(object)"/>
    /// <param name="values">The names and values.</param>
    public DatabaseScope As(params ReadOnlySpan<(string Name, object? Value)> values) => Scope.As(values);

    private DatabaseScope Scope => new(Context, _valuePrefix ?? Provider.SessionValuePrefix);
}
