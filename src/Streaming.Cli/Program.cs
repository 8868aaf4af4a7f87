using Streaming.Cli;

return await StreamingCommand.InvokeAsync(args, Terminal.OfProcess());
