using Spectre.Console;

namespace Streaming.Cli;

/// <summary>Where a command writes: results to standard output, progress and errors to standard error.</summary>
internal sealed class Terminal
{
    // Nobody wraps lines for a file or a pipe; long tables stay greppable.
    private const int UnboundedWidth = 400;

    public Terminal(TextWriter output, TextWriter error, bool isOutputLive = false, bool isErrorLive = false)
    {
        Out = output;
        Error = error;
        IsErrorLive = isErrorLive;
        OutConsole = ConsoleOn(output, isOutputLive);
        ErrorConsole = ConsoleOn(error, isErrorLive);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    /// <summary>Whether someone watches standard error, so that progress may redraw itself.</summary>
    public bool IsErrorLive { get; }

    public IAnsiConsole OutConsole { get; }

    public IAnsiConsole ErrorConsole { get; }

    public static Terminal OfProcess() => new(Console.Out, Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    private static IAnsiConsole ConsoleOn(TextWriter writer, bool isLive)
    {
        var console = AnsiConsole.Create(new()
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isLive ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
        });
        if (!isLive)
        {
            console.Profile.Width = UnboundedWidth;
        }

        return console;
    }
}
