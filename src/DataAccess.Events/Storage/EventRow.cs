using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Events.Storage;

/// <summary>An event as it is stored.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Key">Events with one key are handled in order; null for none.</param>
/// <param name="Hash">Decides its partition; not negative.</param>
/// <param name="Body">JSON.</param>
/// <param name="Headers">A JSON object of texts, or null.</param>
/// <param name="Due">When it is handled at the earliest; null for at once.</param>
/// <param name="UniqueId">Of events with one unique id only the first is stored; null for none.</param>
[Table("dataaccess_event")]
internal sealed record EventRow(string Topic, string? Key, int Hash, string Body, string? Headers, DateTimeOffset? Due, string? UniqueId);
