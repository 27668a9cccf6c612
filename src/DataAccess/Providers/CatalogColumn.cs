using System.Runtime.InteropServices;

namespace DataAccess.Providers;

/// <summary>A column of one of a statement's tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoresName">Whether it stores one, or several, of a list of names.</param>
/// <param name="Order">The names in their order, if it stores several; null otherwise.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CatalogColumn(string Name, bool StoresName, IReadOnlyList<string>? Order);
