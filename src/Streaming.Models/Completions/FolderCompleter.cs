using Streaming.Models.Chat;
using Streaming.Models.Generation;
using Streaming.Models.Operators;
using Streaming.Models.Sessions;
using Streaming.Operators;
using Streaming.Samples;

namespace Streaming.Models.Completions;

/// <summary>Completes by a model from a folder: a decoder (by its chat template where it has one), a text-to-text model, an image-to-text model.</summary>
internal sealed class FolderCompleter : Completer
{
    private readonly ModelLoan _loan;
    private readonly IReadOnlyList<IWriter> _writers;
    private long _texts;
    private long _input;
    private long _output;

    /// <summary>Takes the loan over.</summary>
    /// <exception cref="BadInputException">The model writes no texts.</exception>
    public FolderCompleter(ModelLoan loan)
    {
        _loan = loan;
        _writers = [.. loan.Sessions.Select(WriterOf)];
    }

    public override KeyValuePair<string, string> Model => _loan.Name;

    public override GenerationGauges Counts => new(Interlocked.Read(ref _texts), Interlocked.Read(ref _input), Interlocked.Read(ref _output), 0, 0);

    public override bool Converses => _writers[0].Converses;

    public override int CostOf(CompletionRequest request) => _writers[0].CostOf(request);

    public override ValueTask CompleteAsync(IReadOnlyList<CompletionCall> calls, int lane, CancellationToken abort)
    {
        foreach (var group in calls.GroupBy(call => call.Request.Settings))
        {
            abort.ThrowIfCancellationRequested();
            Write(_writers[lane % _writers.Count], [.. group], group.Key);
        }

        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _loan.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Write(IWriter writer, IReadOnlyList<CompletionCall> calls, GenerationSettings settings)
    {
        foreach (var (call, text, input) in writer.Write(calls, settings))
        {
            Interlocked.Increment(ref _texts);
            Interlocked.Add(ref _input, input);
            Interlocked.Add(ref _output, text.Ids.Count);
            call.Result = new Completion(text.Text, text.Finish, input, text.Ids.Count);
        }
    }

    private static IWriter WriterOf(ModelSession session) => session.Family switch
    {
        ModelFamily.TextToText => new Writer<Texts.TextInput, Texts.TokenRow>(session.AsTextToText(), request => new Texts.TextInput(TextOf(request.Turns)), row => row.Length),
        ModelFamily.ImageToText => new Writer<ReadOnlyMemory<byte>, Images.PixelRow>(session.AsImageToText(), OnlyImage, _ => 0),
        ModelFamily.Decoder => DecoderOf(session),
        _ => throw new BadInputException($"The model '{session.Folder.FullPath}' is of the family {session.Family}, which writes no texts. Name a decoder, a text-to-text or an image-to-text model."),
    };

    private static Writer<Prompt, Texts.TokenRow> DecoderOf(ModelSession session)
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

    /// <summary>A generator, whatever its input.</summary>
    private interface IWriter
    {
        bool Converses { get; }

        int CostOf(CompletionRequest request);

        /// <summary>Writes; what is wrong with one call is its fault alone.</summary>
        IReadOnlyList<(CompletionCall Call, Generated Text, int InputTokens)> Write(IReadOnlyList<CompletionCall> calls, GenerationSettings settings);
    }

    private sealed class Writer<TInput, TPrepared>(TextGenerator<TInput, TPrepared> generator, Func<CompletionRequest, TInput> inputOf, Func<TPrepared, int> tokensOf, bool converses = false) : IWriter
    {
        public bool Converses => converses;

        public int CostOf(CompletionRequest request) => generator.CostOf(generator.Prepare(inputOf(request)));

        public IReadOnlyList<(CompletionCall Call, Generated Text, int InputTokens)> Write(IReadOnlyList<CompletionCall> calls, GenerationSettings settings)
        {
            var rows = calls.Select(call => (Call: call, Row: Prepare(call))).Where(pair => pair.Call.Fault is null).ToList();
            try
            {
                var texts = DeviceCall.Run(() => generator.Generate([.. rows.Select(row => row.Row!)], settings, [.. rows.Select(row => row.Call.Request.Seed)]));
                return [.. rows.Select((row, i) => (row.Call, texts[i][0], tokensOf(row.Row!)))];
            }
            catch (InvalidDataException) when (rows.Count > 1)
            {
                return [.. rows.SelectMany(row => Write([row.Call], settings))];
            }
            catch (InvalidDataException e)
            {
                rows.ForEach(row => row.Call.Fault = e);
                return [];
            }
        }

        private TPrepared? Prepare(CompletionCall call)
        {
            try
            {
                return generator.Prepare(inputOf(call.Request));
            }
            catch (Exception e) when (SampleFault.Is(e))
            {
                call.Fault = e;
                return default;
            }
        }
    }
}
