using System.ComponentModel.DataAnnotations.Schema;
using System.Runtime.InteropServices;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Rows as objects, and what is said of a row that does not fit.</summary>
public sealed class RowReaderTests
{
    public enum Colour
    {
        Red,
        Blue,
    }

    [Fact]
    public void A_class_takes_its_properties_in_any_order_and_ignores_other_columns()
    {
        var row = Result.Read<Mutable>(("placed_at", typeof(DateTime), DateTime.UnixEpoch), ("other", typeof(int), 1), ("ID", typeof(int), 5));

        Assert.Equal((5, DateTime.UnixEpoch, null), (row.Id, row.PlacedAt, row.Label));
    }

    [Fact]
    public void A_record_takes_its_constructor_whatever_the_order_of_the_columns()
        => Assert.Equal(
            new Positional(3, "a", Colour.Blue, null),
            Result.Read<Positional>(
                ("maybe", typeof(int), null), ("colour", typeof(string), "blue"), ("name", typeof(string), "a"), ("id", typeof(int), 3)));

    [Fact]
    public void A_struct_is_made_too()
        => Assert.Equal(new Point(1, 2), Result.Read<Point>(("y", typeof(int), 2), ("x", typeof(int), 1)));

    [Fact]
    public void Single_values_need_no_type_of_their_own()
    {
        Assert.Equal(5, Result.Read<int>(("n", typeof(int), 5)));
        Assert.Null(Result.Read<int?>(("n", typeof(int), null)));
        Assert.Equal(Colour.Blue, Result.Read<Colour>(("n", typeof(int), 1)));
        Assert.Equal(Colour.Blue, Result.Read<Colour?>(("n", typeof(string), "Blue")));
        Assert.Null(Result.Read<string>(("n", typeof(string), null)));
        Assert.Equal<byte[]>([1, 2], Result.Read<byte[]>(("n", typeof(byte[]), new byte[] { 1, 2 })));
    }

    [Fact]
    public void A_null_for_a_member_that_takes_none_names_member_column_and_type()
    {
        var error = Assert.Throws<MappingException>(() => Result.Read<Mutable>(("id", typeof(int), null)));

        Names(error, "Column 'id'", "Id is of type Int32", "Int32?");
        Assert.Throws<MappingException>(() => Result.Read<int>(("n", typeof(int), null)));
    }

    [Fact]
    public void A_value_that_does_not_fit_names_member_column_and_both_types()
    {
        var error = Assert.Throws<MappingException>(() => Result.Read<Positional>(
            ("id", typeof(string), "five"), ("name", typeof(string), "a"), ("colour", typeof(int), 0), ("maybe", typeof(int), 1)));

        Names(error, "Column 'id'", "String", "Id of type Int32");
        Assert.NotNull(error.InnerException);
    }

    [Fact]
    public void An_unknown_name_of_an_enum_is_named()
        => Names(Assert.Throws<MappingException>(() => Result.Read<Colour>(("hue", typeof(string), "Mauve"))), "Column 'hue'", "Colour", "Mauve");

    [Fact]
    public void A_column_that_the_constructor_needs_and_the_result_lacks_is_named()
        => Names(
            Assert.Throws<MappingException>(() => Result.Read<Point>(("x", typeof(int), 1))), "no column 'y'", "Point.Y (Int32)", "Its columns: x");

    [Fact]
    public void A_member_outside_the_constructor_is_set_after_it()
    {
        var row = Result.Read<WithExtra>(("id", typeof(int), 1), ("extra", typeof(int), 2));

        Assert.Equal((1, 2), (row.Id, row.Extra));
    }

    [Fact]
    public void A_member_of_a_type_that_cannot_be_read_is_named()
        => Names(
            Assert.Throws<MappingException>(() => Result.Read<Odd>(("link", typeof(string), "x"))), "Column 'link'", "Odd.Link of type Uri", "[NotMapped]");

    [Fact]
    public void A_result_without_any_known_column_says_how_names_are_matched()
        => Names(Assert.Throws<MappingException>(() => Result.Read<Mutable>(("nope", typeof(int), 1))), "(nope)", "snake_case");

    [Fact]
    public void A_single_value_of_several_columns_is_rejected()
        => Names(Assert.Throws<MappingException>(() => Result.Read<int>(("a", typeof(int), 1), ("b", typeof(int), 2))), "2 columns", "Int32");

    private static void Names(MappingException error, params string[] parts)
        => Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));

    [Row]
    public sealed class Mutable
    {
        public int Id { get; set; }

        public DateTime PlacedAt { get; set; }

        [Column("title")]
        public string? Label { get; set; }
    }

    [Row]
    public sealed record Positional(int Id, string Name, Colour Colour, int? Maybe);

    [StructLayout(LayoutKind.Auto)]
    [Row]
    public readonly record struct Point(int X, int Y);

    [Row]
    public sealed class WithExtra(int id)
    {
        public int Id { get; } = id;

        public int Extra { get; set; }
    }

    [Row]
    public sealed class Odd
    {
        public int Id { get; set; }

        public Uri? Link { get; set; }
    }
}
