namespace DataAccess.Telemetry;

/// <summary>The database that a span describes.</summary>
/// <param name="System">For <c>db.system.name</c>.</param>
/// <param name="Namespace">For <c>db.namespace</c>.</param>
/// <param name="Address">For <c>server.address</c>.</param>
/// <param name="Port">For <c>server.port</c>.</param>
internal readonly record struct SpanTarget(string System, string? Namespace, string? Address, int? Port);
