using System.Text.Json.Serialization;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/mapping.md, and of the pages of the rules for <c>[Row]</c>.</summary>
internal static class RowSnippets
{
    public static class Da0007
    {
        public sealed class Importer
        {
            [Row]
            internal sealed record Line(int Id, string Text);
        }
    }

    public static class Da0008
    {
        [Row]
        public sealed class Page
        {
            public int Id { get; set; }

            public string? Link { get; set; }

            [System.ComponentModel.DataAnnotations.Schema.NotMapped]
            public Uri? Target => Link is null ? null : new Uri(Link);

            [System.ComponentModel.DataAnnotations.Schema.Column(TypeName = "json")]
            public List<Uri>? Others { get; set; }
        }
    }

    public static class Da0009
    {
        [Row]
        public sealed class Customer
        {
            public string? Name { get; set; }

            [System.ComponentModel.DataAnnotations.Schema.Column("title")]
            public string? Title { get; set; }
        }
    }

    public static class Da0010
    {
        [Row(Json = typeof(SensorJson))]
        public sealed record Sensor(int Id, [property: System.ComponentModel.DataAnnotations.Schema.Column(TypeName = "json")] List<string>? Tags);
    }

    public static class Da0011
    {
        [Row]
        public sealed record Reading(Guid Id, string Sensor, double Level);

        public sealed class ReadingRepository(DatabaseSession db) : Repository<Reading, Guid>(db);
    }
}

[JsonSerializable(typeof(List<string>))]
internal sealed partial class SensorJson : JsonSerializerContext;
