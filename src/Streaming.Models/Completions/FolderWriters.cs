using Streaming.Models.Chat;
using Streaming.Models.Generation;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Completions;

/// <summary>Makes of a model, by its family, what writes with it.</summary>
internal static class FolderWriters
{
    /// <summary>What writes with a model.</summary>
    /// <exception cref="BadInputException">It writes no texts.</exception>
    public static IFolderWriter Of(ModelSession session) => session.Family switch
    {
        ModelFamily.TextToText => new FolderWriter<Texts.TextInput, Texts.TokenRow>(session.AsTextToText(), request => new Texts.TextInput(TextOf(request.Turns)), row => row.Length),
        ModelFamily.ImageToText => new FolderWriter<ReadOnlyMemory<byte>, Images.PixelRow>(session.AsImageToText(), OnlyImage, _ => 0, _ => 1),
        ModelFamily.Decoder => DecoderOf(session),
        _ => throw new BadInputException($"The model '{session.Folder.FullPath}' is of the family {session.Family}, which writes no texts. Name a decoder, a text-to-text or an image-to-text model."),
    };

    private static FolderWriter<Prompt, Texts.TokenRow> DecoderOf(ModelSession session)
    {
        var template = ChatTemplate.IsIn(session.Folder) ? ChatTemplate.Of(session.Folder) : null;
        return new(
            session.AsDecoder(),
            request => template is null ? new Prompt(TextOf(request.Turns)) : new Prompt(template.Render(request.Turns, addGenerationPrompt: true), IsComplete: true),
            row => row.Length,
            converses: template is not null);
    }

    // A model without turns gets what is said to it as one text.
    private static string TextOf(IReadOnlyList<ChatTurn> turns) => turns.Count == 1 ? turns[0].Content : string.Join("\n\n", turns.Select(turn => turn.Content));

    private static ReadOnlyMemory<byte> OnlyImage(CompletionRequest request) =>
        request.Images.Count == 1 ? request.Images[0] : throw new InvalidDataException($"An image-to-text model reads one picture, not {request.Images.Count}.");
}
