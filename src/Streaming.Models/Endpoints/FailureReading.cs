using System.ClientModel;
using System.Globalization;
using System.Text.Json;

namespace Streaming.Models.Endpoints;

/// <summary>Tells from what the client threw whose matter a failure is.</summary>
internal static class FailureReading
{
    private const int LongestMessage = 500;

    public static EndpointFailure Read(Exception fault, DateTimeOffset now) => fault switch
    {
        EndpointFailure known => known,
        ClientResultException { Status: > 0 } answer => Read(answer, now),
        _ => new EndpointFailure(FailureKind.Broken, Short(fault.InnerException?.Message ?? fault.Message), null, fault),
    };

    private static EndpointFailure Read(ClientResultException answer, DateTimeOffset now)
    {
        var (code, said) = ErrorOf(answer);
        var message = Short($"status {answer.Status}{(said is null ? "" : $": {said}")}");
        return new EndpointFailure(KindOf(answer.Status, code), message, RetryAfter(answer, now), answer);
    }

    private static FailureKind KindOf(int status, string? code) => status switch
    {
        _ when code is "model_not_found" or "insufficient_quota" or "invalid_api_key" => FailureKind.Unusable,
        401 or 403 or 404 => FailureKind.Unusable,
        429 => FailureKind.Busy,
        408 or 409 or 425 => FailureKind.Broken,
        >= 400 and < 500 => FailureKind.Refused,
        _ => FailureKind.Broken,
    };

    // Seconds, or a date.
    private static TimeSpan? RetryAfter(ClientResultException answer, DateTimeOffset now)
    {
        if (answer.GetRawResponse()?.Headers.TryGetValue("Retry-After", out var text) != true || text is null)
        {
            return null;
        }

        var wait = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(Math.Min(seconds, 86_400))
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until) ? until - now
            : TimeSpan.Zero;
        return wait > TimeSpan.Zero ? wait : null;
    }

    // {"error": {"message": …, "code": …}} as OpenAI has it, {"error": "…"} and {"message": "…"} as others do.
    private static (string? Code, string? Message) ErrorOf(ClientResultException answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer.GetRawResponse()?.Content.ToMemory() ?? default);
            var error = Field(json.RootElement, "error") ?? json.RootElement;
            return error.ValueKind == JsonValueKind.String ? (null, error.GetString()) : (Text(error, "code") ?? Text(error, "type"), Text(error, "message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, null);
        }
    }

    private static string? Text(JsonElement json, string name) => Field(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    private static JsonElement? Field(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : null;

    private static string Short(string message)
    {
        var line = message.ReplaceLineEndings(" ").Trim();
        return line.Length <= LongestMessage ? line : string.Concat(line.AsSpan(0, LongestMessage), "…");
    }
}
