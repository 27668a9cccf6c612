using System.Text;

namespace DataAccess.Sql;

/// <summary>How a database takes a long list after <c>in</c> as a few text parameters, where one parameter for each value would be slow. Pure.</summary>
public abstract class ListEncoding
{
    /// <summary>
    /// How a list is sent, so that it is compared exactly as its values would be as parameters: 0 as one parameter for each value; any other number
    /// has a meaning here only, and lists of one type with the same number have the same text.
    /// </summary>
    /// <param name="values">The values, some of which may be null.</param>
    /// <param name="elementType">Their CLR type; <see cref="object"/> if there are several.</param>
    public abstract int FormOf(Array values, Type elementType);

    /// <summary>Writes what follows <c>in</c>.</summary>
    /// <param name="sql">Where to write it.</param>
    /// <param name="index">The position of the list's first parameter, from 0.</param>
    /// <param name="form">What <see cref="FormOf"/> returned; not 0.</param>
    /// <param name="elementType">As for <see cref="FormOf"/>.</param>
    /// <returns>The number of text parameters.</returns>
    public abstract int Append(StringBuilder sql, int index, int form, Type elementType);

    /// <summary>The texts that are sent.</summary>
    /// <param name="values">The list.</param>
    /// <param name="form">What <see cref="FormOf"/> returned; not 0.</param>
    public abstract IReadOnlyList<string> Encode(Array values, int form);
}
