using System.Data.Common;

namespace DataAccess.Mapping;

/// <summary>The part of a row that becomes an element of a type.</summary>
/// <typeparam name="TElement">The element's type, with its <c>?</c>.</typeparam>
internal abstract class RowPart<TElement> : RowPart
{
    public abstract TElement Read(DbDataReader result);
}
