using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What a map makes of a type and its attributes, and what it says of a type that does not fit.</summary>
public sealed class TableMapTests
{
    public enum Colour : byte
    {
        Red,
        Blue,
    }

    [Fact]
    public void Attributes_name_table_columns_key_and_what_is_left_out()
    {
        var map = TableMap.For<Attributed>();

        Assert.Equal(new TableName("things", "store"), map.Table);
        Assert.Equal("code, label, made_at", Names(map.Columns));
        Assert.Equal("Code", map.Key?.Member);
        Assert.Equal("code, label", Names(map.Inserted));
    }

    [Fact]
    public void Without_attributes_names_are_snake_case_and_Id_is_the_key()
    {
        var map = TableMap.For<PlainThing>();

        Assert.Equal("plain_thing", map.Table.ToString());
        Assert.Equal("id, unit_price", Names(map.Columns));
        Assert.Equal("id", map.Key?.Column);
        Assert.Same(map, TableMap.For<PlainThing>());
    }

    [Fact]
    public void An_enum_is_a_number_or_its_name()
    {
        var map = TableMap.For<Coloured>();

        Assert.Equal([typeof(byte), typeof(byte), typeof(string), typeof(string)], map.Columns.Select(static c => c.Type));
        Assert.Equal<object?[]>([(byte)1, null, "Blue", null], Written.By(map, new Coloured { Number = Colour.Blue, Text = Colour.Blue }));
        Assert.Equal("9", Written.By(map, new Coloured { Text = (Colour)9 })[2]);
    }

    [Fact]
    public void A_writer_gets_each_value_under_its_own_type()
    {
        var map = TableMap.For<PlainThing>();

        Assert.Equal<object?[]>([7, 1.5m], Written.By(map, new PlainThing { Id = 7, UnitPrice = 1.5m }));
        Assert.Equal<object?[]>([7, null], Written.By(map, new PlainThing { Id = 7 }));
    }

    [Fact]
    public void A_member_that_no_column_holds_is_named_with_its_type()
    {
        var error = Assert.Throws<MappingException>(TableMap.For<Unmappable>);

        Assert.Contains("Unmappable.Parts is of type", error.Message, StringComparison.Ordinal);
        Assert.Contains("[NotMapped]", error.Message, StringComparison.Ordinal);
        Assert.Throws<MappingException>(TableMap.For<Unmappable>);
    }

    [Fact]
    public void A_type_that_cannot_be_made_says_what_it_lacks()
        => Assert.Contains("no public parameterless constructor", Assert.Throws<MappingException>(TableMap.For<Unmakeable>).Message, StringComparison.Ordinal);

    [Fact]
    public void A_column_mapped_twice_names_both_members()
        => Assert.Contains(
            "Column 'name' belongs to 2 members of Twice: Name and Title.", Assert.Throws<MappingException>(TableMap.For<Twice>).Message, StringComparison.Ordinal);

    [Fact]
    public void Several_keys_are_one_in_the_order_of_their_columns_and_then_as_they_are_declared()
    {
        var map = TableMap.For<SeveralKeys>();

        Assert.Equal(["C", "B", "A", "D"], map.Keys.Select(static c => c.Member), StringComparer.Ordinal);
        Assert.Null(map.Key);
        Assert.True(map.SendsKey);
    }

    [Fact]
    public void A_map_made_by_hand_only_writes_and_needs_a_column()
    {
        var map = new TableMap<int>(new TableName("t"), [ColumnMap<int>.Create("n", static n => n)]);
        using var result = Result.Of(("n", typeof(int), 1));

        Assert.Throws<MappingException>(() => map.CreateReader(result));
        Assert.Throws<MappingException>(() => new TableMap<int>(new TableName("t"), []));
        Assert.Equal(8, map.SizeOf(1));
    }

    [Theory]
    [InlineData("orders", null, "orders")]
    [InlineData("shop.orders", "shop", "orders")]
    [InlineData(" shop . orders ", "shop", "orders")]
    [InlineData("a.b.c", "a", "b.c")]
    public void A_table_name_is_read_with_its_schema(string text, string? schema, string name)
        => Assert.Equal(new TableName(name, schema), TableName.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".orders")]
    [InlineData("shop.")]
    public void What_is_no_table_name_is_rejected(string text) => Assert.Throws<ArgumentException>(() => TableName.Parse(text));

    private static string Names<T>(IReadOnlyList<ColumnMap<T>> columns) => string.Join(", ", columns.Select(static c => c.Column));

    [Table("things", Schema = "store")]
    [Row]
    public sealed class Attributed
    {
        [Key]
        public string Code { get; set; } = "";

        [Column("label")]
        public string? Title { get; set; }

        [DatabaseGenerated(DatabaseGeneratedOption.Computed)]
        public DateTime MadeAt { get; set; }

        [NotMapped]
        public object? Helper { get; set; }

        public string Shown => Code + Title;
    }

    [Row]
    public sealed class PlainThing
    {
        public int Id { get; set; }

        public decimal? UnitPrice { get; set; }
    }

    [Row]
    public sealed class Coloured
    {
        public Colour Number { get; set; }

        public Colour? MaybeNumber { get; set; }

        [Column(TypeName = "text")]
        public Colour Text { get; set; }

        [Column(TypeName = "text")]
        public Colour? MaybeText { get; set; }
    }

    [Row]
    public sealed class Unmappable
    {
        public int Id { get; set; }

        public Version? Parts { get; set; }
    }

    public sealed class Unmakeable(int other)
    {
        public int Id { get; set; } = other;
    }

    public sealed class Twice
    {
        public string? Name { get; set; }

        [Column("name")]
        public string? Title { get; set; }
    }

    [Row]
    public sealed class SeveralKeys
    {
        [Key]
        public int A { get; set; }

        [Key]
        [Column(Order = 4)]
        public int B { get; set; }

        [Key]
        [Column("c", Order = 1)]
        public string C { get; set; } = "";

        [Key]
        public long D { get; set; }
    }
}
