using System.Runtime.InteropServices;

namespace DataAccess.Providers;

/// <summary>A column of one of a statement's tables.</summary>
/// <param name="Name">Its name.</param>
/// <param name="StoresName">Whether it stores one, or several, of a list of names.</param>
/// <param name="Names">The names in their order; null if it stores none, or they are not known.</param>
/// <param name="StoresSeveral">Whether it stores several of them at once.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CatalogColumn(string Name, bool StoresName, IReadOnlyList<string>? Names, bool StoresSeveral = false);
