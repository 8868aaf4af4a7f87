namespace Streaming.Cli;

/// <summary><c>completion</c>: the script by which a shell completes the command, asking it through its <c>[suggest]</c> directive.</summary>
internal static class CompletionVerb
{
    // The directive gets the line without its first word: the program may be called by another name or path.
    private const string Bash = """
        _streaming() {
          local line="${COMP_LINE#* }"
          local point=$(( COMP_POINT - ${#COMP_LINE} + ${#line} ))
          local IFS=$'\n'
          COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${point}]" "${line}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _streaming streaming

        """;

    private const string Zsh = """
        #compdef streaming
        _streaming() {
          local line="${BUFFER#* }"
          local point=$(( CURSOR - ${#BUFFER} + ${#line} ))
          local -a words_found
          words_found=("${(@f)$("${words[1]}" "[suggest:${point}]" "${line}" 2>/dev/null)}")
          compadd -a words_found || _files
        }
        compdef _streaming streaming

        """;

    private const string Fish = """
        function __streaming_complete
          set -l line (string replace -r '^\S+\s+' '' -- (commandline -cp))
          streaming "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c streaming -a '(__streaming_complete)'

        """;

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Prints a completion script: source <(streaming completion bash)") { shell };
        command.SetAction(parsed => terminal.Out.Write(parsed.GetValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }
}
