using System.Text.RegularExpressions;
using CsCheck;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Any nesting of fragments: parameters in order, values never in the text, one text for one shape.</summary>
public sealed class SqlCompositionTests
{
    private static readonly string[] Texts = ["select a", " where b = ", " and ", "\nor x not", " margin "];

    private static readonly Gen<Piece> Leaf = Gen.OneOf(
        Gen.Int[0, 4].Select(static i => new Piece(PieceKind.Text, Texts[i], [], [])),
        Gen.String[Gen.Char['a', 'z'], 1, 5].Select(static n => new Piece(PieceKind.Name, n, [], [])),
        Gen.Int[1_000_000, 9_999_999].Select(static v => new Piece(PieceKind.Value, "", [v], [])),
        Gen.Int[1_000_000, 9_999_999].Array[0, 9].Select(static v => new Piece(PieceKind.List, "", v, [])));

    private static readonly Gen<Piece> Any = Gen.Recursive<Piece>(
        static (depth, piece) => depth >= 3 ? Leaf : Gen.Frequency((3, Leaf), (1, piece.Array[0, 4].Select(static p => new Piece(PieceKind.Nested, "", [], p)))));

    public enum PieceKind
    {
        Text,
        Name,
        Value,
        List,
        Nested,
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Any_composition_keeps_its_parameters_in_order_and_its_values_out_of_the_text(bool arrays)
        => Any.Array[0, 8].Sample(
            pieces =>
            {
                var dialect = new FakeDialect(arrays);
                var statement = new SqlStatement(0, 0);
                var expected = new List<int>();
                foreach (var piece in pieces)
                {
                    piece.AppendTo(statement, expected);
                }

                var cache = new SqlTextCache(dialect, Conversions.Declared);
                var text = cache.Get(statement);
                var values = SqlRenderer.Values(statement, text, dialect);

                Assert.Equal(expected, Flatten(values));
                Assert.Equal(Enumerable.Range(0, values.Length), PlacesIn(text.Sql));
                Assert.All(expected, v => Assert.DoesNotContain(v.ToString(), text.Sql, StringComparison.Ordinal));
                Assert.Same(text, cache.Get(statement));
            },
            iter: 5_000);

    /// <summary>The values without the padding of lists, which repeats the last.</summary>
    private static IEnumerable<int> Flatten(object?[] values)
    {
        int? last = null;
        foreach (var value in values.SelectMany(static v => v is int[] list ? list : [(int)v!]))
        {
            if (value != last)
            {
                yield return value;
            }

            last = value;
        }
    }

    private static IEnumerable<int> PlacesIn(string sql)
        => Regex.Matches(sql, @"(?<=\?)\d+", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(static m => int.Parse(m.Value));

    public sealed record Piece(PieceKind Kind, string Text, int[] Values, Piece[] Inner)
    {
        internal void AppendTo(SqlStatement statement, List<int> expected)
        {
            switch (Kind)
            {
                case PieceKind.Text:
                    statement.AppendLiteral(Text);
                    break;
                case PieceKind.Name:
                    statement.AppendFormatted(SqlStatement.Identifier(Text));
                    break;
                case PieceKind.Value:
                    statement.AppendFormatted(Values[0]);
                    Add(expected, Values);
                    break;
                case PieceKind.List:
                    statement.AppendLiteral(" a in ");
                    statement.AppendFormatted(Values);
                    Add(expected, Values);
                    break;
                default:
                    var fragment = new SqlStatement(0, 0);
                    foreach (var piece in Inner)
                    {
                        piece.AppendTo(fragment, expected);
                    }

                    statement.AppendFormatted(fragment);
                    break;
            }
        }

        private static void Add(List<int> expected, int[] values)
        {
            foreach (var value in values)
            {
                if (expected.Count == 0 || expected[^1] != value)
                {
                    expected.Add(value);
                }
            }
        }
    }
}
