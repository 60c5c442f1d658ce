"""The rewriting of :mod:`.syntax`, by the syntax tree."""

import ast
import copy

__all__ = ["rewrite"]


def rewrite(source, filename):
    """Return a tree to compile, or the source, which may be a tree itself, as it was."""
    if isinstance(source, ast.AST):
        if not any(isinstance(each, ast.TryStar) or getattr(each, "type_params", None) for each in ast.walk(source)):
            return source
        # It belongs to whoever made it
        tree = copy.deepcopy(source)
    else:
        tree = ast.parse(source, filename)
    rewriter = _Rewriter(str(filename))
    tree = rewriter.visit(tree)
    return ast.fix_missing_locations(tree) if rewriter.changed else source


class _Rewriter(ast.NodeTransformer):
    def __init__(self, filename):
        self.changed = False
        self._filename = filename
        self._class = None
        self._count = 0

    def visit_ClassDef(self, node):
        outer, self._class = self._class, _bound_names(node)
        self.generic_visit(node)
        self._class = outer
        if outer is not None and node.type_params:
            self._shield_parameters(node)
            # A text is no base: one that names something of the class can be had once
            node.bases = [self._shielded(base, False) for base in node.bases]
            for keyword in node.keywords:
                keyword.value = self._shielded(keyword.value, False)
        return node

    def visit_FunctionDef(self, node):
        outer, self._class = self._class, None
        self.generic_visit(node)
        self._class = outer
        if outer is not None and node.type_params:
            self._shield_parameters(node)
            self._shield_annotations(node)
        return node

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        outer, self._class = self._class, None
        self.generic_visit(node)
        self._class = outer
        return node

    def visit_TypeAlias(self, node):
        self.generic_visit(node)
        if self._class is not None:
            self._shield_parameters(node)
            node.value = self._shielded(node.value)
        return node

    def _shield_parameters(self, node):
        for parameter in node.type_params:
            bound = getattr(parameter, "bound", None)
            if isinstance(bound, ast.Tuple):
                bound.elts = [self._shielded(kind) for kind in bound.elts]
            elif bound is not None:
                parameter.bound = self._shielded(bound)

    def _shield_annotations(self, node):
        arguments = node.args
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
            if argument is not None and argument.annotation is not None:
                argument.annotation = self._shielded(argument.annotation)
        if node.returns is not None:
            node.returns = self._shielded(node.returns)

    def _shielded(self, node, may_be_text=True):
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if not names or not may_be_text and names & self._class:
            return node
        self.changed = True
        if isinstance(node, ast.Starred):
            node.value = self._shielded(node.value, may_be_text)
            return node
        if names & self._class:
            return ast.copy_location(ast.Constant(ast.unparse(node)), node)
        nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
        return ast.copy_location(ast.Call(ast.Lambda(nothing, node), [], []), node)

    def _check(self, node, in_loop):
        if isinstance(node, ast.Return) or (isinstance(node, (ast.Break, ast.Continue)) and not in_loop):
            message = "'break', 'continue' and 'return' cannot appear in an except* block"
            raise SyntaxError(message, (self._filename, node.lineno, node.col_offset + 1, None))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            return
        in_loop = in_loop or isinstance(node, (ast.For, ast.AsyncFor, ast.While))
        for child in ast.iter_child_nodes(node):
            self._check(child, in_loop)

    def visit_TryStar(self, node):
        self.generic_visit(node)
        self.changed = True
        self._count += 1
        star, caught = f"_except_star_{self._count}", f"_except_star_{self._count}_caught"
        clauses = _template(
            node,
            f"{star} = __import__('wsgi_graalpy.stdlib.except_star', None, None, ('Star',)).Star({caught})",
        )
        for handler in node.handlers:
            for statement in handler.body:
                self._check(statement, False)
            clauses.append(self._clause(star, handler))
        ending = _template(
            node,
            f"{star} = None if {star} is None else {star}.outcome()\n"
            f"try:\n if {star} is not None:\n  raise {star}\nfinally:\n del {star}",
        )
        body = [
            *_template(node, f"{star} = None"),
            ast.Try(
                body=node.body,
                handlers=[ast.ExceptHandler(ast.Name("BaseException", ast.Load()), caught, clauses)],
                orelse=node.orelse,
                finalbody=[],
            ),
            *ending,
        ]
        if node.finalbody:
            return ast.copy_location(ast.Try(body=body, handlers=[], orelse=[], finalbody=node.finalbody), node)
        return body

    def _clause(self, star, handler):
        clause = _template(
            handler,
            f"if {star}.match(0):\n try:\n  try:\n   raise {star}.matched\n  except BaseException:\n   pass\n"
            f" except BaseException as {star}_failure:\n  {star}.failed({star}_failure)",
        )[0]
        clause.test.args = [handler.type]
        inner = clause.body[0].body[0].handlers[0]
        inner.name = handler.name
        inner.body = [*_template(handler, f"{star}.begin()"), *handler.body]
        return clause


def _template(place, source):
    """Return statements that are where another one is."""
    statements = ast.parse(source).body
    for statement in statements:
        for each in ast.walk(statement):
            if hasattr(each, "lineno"):
                ast.copy_location(each, place)
    return statements


def _bound_names(node):
    """Return the names that the body of a class binds."""
    names = set()
    waiting = list(node.body)
    while waiting:
        each = waiting.pop()
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(each.name)
        elif isinstance(each, (ast.Import, ast.ImportFrom)):
            names.update((alias.asname or alias.name).partition(".")[0] for alias in each.names)
        elif isinstance(each, ast.Lambda):
            continue
        else:
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                names.add(each.id)
            waiting.extend(ast.iter_child_nodes(each))
    return names
