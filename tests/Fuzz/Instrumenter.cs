using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace KioskSuite.Fuzz;

/// <summary>
/// Writes a copy of an assembly that counts, per basic block, how often it was entered: the feedback that tells a
/// mutation worth keeping from one that is not.
/// </summary>
internal static class Instrumenter
{
    /// <summary>Name of the type that the copy gains, and of its array of counters.</summary>
    public const string MapType = "KioskSuite.Fuzz.BlockMap";

    public const string MapField = "Hits";

    /// <param name="from">The assembly.</param>
    /// <param name="to">Where the copy goes.</param>
    public static void Write(string from, string to)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(from);
        var module = assembly.MainModule;
        var bytes = new ArrayType(module.TypeSystem.Byte);
        var map = new TypeDefinition(
            "KioskSuite.Fuzz", "BlockMap", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed,
            module.TypeSystem.Object);
        var hits = new FieldDefinition(MapField, FieldAttributes.Public | FieldAttributes.Static, bytes);
        map.Fields.Add(hits);
        var blocks = 0;
        foreach (var method in module.GetTypes().SelectMany(t => t.Methods).Where(m => m.HasBody).ToList())
        {
            blocks = Count(method.Body, hits, module.TypeSystem.Byte, blocks);
        }

        module.Types.Add(map);
        map.Methods.Add(Initialiser(module, hits, blocks));
        assembly.Write(to);
    }

    private static int Count(MethodBody body, FieldReference hits, TypeReference counter, int next)
    {
        body.SimplifyMacros();
        var il = body.GetILProcessor();
        foreach (var start in Starts(body))
        {
            Instruction[] added =
            [
                il.Create(OpCodes.Ldsfld, hits),
                il.Create(OpCodes.Ldc_I4, next++),
                il.Create(OpCodes.Ldelema, counter),
                il.Create(OpCodes.Dup),
                il.Create(OpCodes.Ldind_U1),
                il.Create(OpCodes.Ldc_I4_1),
                il.Create(OpCodes.Add),
                il.Create(OpCodes.Conv_U1),
                il.Create(OpCodes.Stind_I1),
            ];
            foreach (var instruction in added)
            {
                il.InsertBefore(start, instruction);
            }

            Redirect(body, start, added[0]);
        }

        body.OptimizeMacros();
        return next;
    }

    /// <summary>First instructions of basic blocks; those of handlers begin with the exception on the stack.</summary>
    private static List<Instruction> Starts(MethodBody body)
    {
        var starts = new HashSet<Instruction> { body.Instructions[0] };
        foreach (var instruction in body.Instructions)
        {
            switch (instruction.Operand)
            {
                case Instruction target:
                    starts.Add(target);
                    break;
                case Instruction[] targets:
                    starts.UnionWith(targets);
                    break;
            }

            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } falls)
            {
                starts.Add(falls);
            }
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            starts.Remove(handler.HandlerStart);
            starts.Remove(handler.FilterStart);
            starts.Remove(handler.TryStart);
        }

        return [.. body.Instructions.Where(starts.Contains)];
    }

    private static void Redirect(MethodBody body, Instruction from, Instruction to)
    {
        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand == from)
            {
                instruction.Operand = to;
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                instruction.Operand = targets.Select(t => t == from ? to : t).ToArray();
            }
        }

        foreach (var handler in body.ExceptionHandlers)
        {
            handler.TryEnd = handler.TryEnd == from ? to : handler.TryEnd;
            handler.HandlerEnd = handler.HandlerEnd == from ? to : handler.HandlerEnd;
        }
    }

    private static MethodDefinition Initialiser(ModuleDefinition module, FieldReference hits, int blocks)
    {
        const MethodAttributes Attributes = MethodAttributes.Private | MethodAttributes.Static
            | MethodAttributes.HideBySig | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName;
        var method = new MethodDefinition(".cctor", Attributes, module.TypeSystem.Void);
        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, blocks);
        il.Emit(OpCodes.Newarr, module.TypeSystem.Byte);
        il.Emit(OpCodes.Stsfld, hits);
        il.Emit(OpCodes.Ret);
        return method;
    }
}
