using Microsoft.Extensions.AI;
using OpenAI.Chat;
using Streaming.Models.Completions;
using Streaming.Models.Generation;
using ChatFinishReason = Microsoft.Extensions.AI.ChatFinishReason;
using ChatMessage = Microsoft.Extensions.AI.ChatMessage;
using ChatResponseFormat = Microsoft.Extensions.AI.ChatResponseFormat;

namespace Streaming.Models.Endpoints;

/// <summary>Our requests and answers as Microsoft.Extensions.AI has them.</summary>
internal static class ChatWire
{
    // Characters of a token, and tokens of a picture, roughly; only rates are estimated by it, what was really spent is settled after the answer.
    private const int CharactersPerToken = 4;
    private const int TokensPerImage = 800;

    /// <summary>What a request may cost in tokens.</summary>
    public static long Estimate(CompletionRequest request) =>
        request.Settings.MaxNewTokens + (request.Images.Count * TokensPerImage) + (request.Turns.Sum(turn => (long)turn.Content.Length) / CharactersPerToken);

    public static List<ChatMessage> Messages(CompletionRequest request)
    {
        var messages = request.Turns.Select(turn => new ChatMessage(new ChatRole(turn.Role), turn.Content)).ToList();
        foreach (var image in request.Images)
        {
            messages[^1].Contents.Add(new DataContent(image, ImageType(image.Span)));
        }

        return messages;
    }

    public static ChatOptions Options(CompletionRequest request, bool isOpenAi)
    {
        var settings = request.Settings;
        return new ChatOptions
        {
            MaxOutputTokens = settings.MaxNewTokens,
            Temperature = settings.Sample ? settings.Temperature : 0,
            TopP = settings.Sample && settings.TopP < 1 ? settings.TopP : null,
            Seed = settings.Sample ? (long)(request.Seed >> 1) : null,
            StopSequences = settings.StopStrings.Count > 0 ? [.. settings.StopStrings] : null,
            ResponseFormat = request.Schema is { } schema ? ChatResponseFormat.ForJsonSchema(schema, "answer") : null,
            RawRepresentationFactory = isOpenAi ? null : _ => Beyond(settings),
        };
    }

    /// <summary>The answer.</summary>
    /// <exception cref="EndpointFailure">It is none.</exception>
    public static Completion Read(ChatResponse response, bool needsEnd)
    {
        if (response.Messages.SelectMany(message => message.Contents).OfType<ErrorContent>().FirstOrDefault() is { } refusal)
        {
            throw new EndpointFailure(FailureKind.Refused, refusal.Message);
        }

        if (response.FinishReason == ChatFinishReason.ContentFilter)
        {
            throw new EndpointFailure(FailureKind.Refused, "the answer was withheld by a content filter");
        }

        if (response.Messages.Count == 0 || (needsEnd && response.FinishReason is null))
        {
            throw new EndpointFailure(FailureKind.Broken, response.Messages.Count == 0 ? "there is no answer in the response" : "the answer broke off");
        }

        return new Completion(
            response.Text,
            response.FinishReason == ChatFinishReason.Length ? FinishReason.Length : FinishReason.End,
            response.Usage?.InputTokenCount ?? 0,
            response.Usage?.OutputTokenCount ?? 0);
    }

    // What vLLM, TGI and llama.cpp understand beyond OpenAI's own parameters; max_tokens is the name that all of them know.
#pragma warning disable SCME0001 // The only way to send fields that the client has no property for.
    private static ChatCompletionOptions Beyond(GenerationSettings settings)
    {
        var options = new ChatCompletionOptions();
        options.Patch.Set("$.max_tokens"u8, settings.MaxNewTokens);
        if (settings.Sample && settings.TopK > 0)
        {
            options.Patch.Set("$.top_k"u8, settings.TopK);
        }

        if (settings.Sample && settings.MinP > 0)
        {
            options.Patch.Set("$.min_p"u8, (double)settings.MinP);
        }

        if (settings.RepetitionPenalty != 1)
        {
            options.Patch.Set("$.repetition_penalty"u8, (double)settings.RepetitionPenalty);
        }

        if (settings.MinNewTokens > 0)
        {
            options.Patch.Set("$.min_tokens"u8, settings.MinNewTokens);
        }

        return options;
    }
#pragma warning restore SCME0001

    private static string ImageType(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => "image/webp",
        _ => "image/jpeg",
    };
}
